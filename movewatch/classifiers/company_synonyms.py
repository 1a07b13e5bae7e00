"""Words of companies' names that are one word: abbreviations, plurals, translations. Data. Pure.

The first word of each line stands for all. Restated from dictionaries, from customary abbreviations, and from the word
groups of rigour (MIT): docs/data.md.
"""

from typing import Final

_GROUPS: Final = """
academy akademie academie academia accademia akademia akademija
administration admin administracion amministrazione verwaltung
advertising werbung publicite publicidad
advisor advisers advisors adviser advisory berater beratung conseil conseils consulenza asesores asesoria
aerospace aeroespacial aerospatiale luftfahrt
agency agencies agentur agence agencia agenzia agentura
agriculture agricultural agricola agricole landwirtschaft agri agrar agro agrarian
airline airlines airways aerolineas lineas aereas aviakompaniya aviakompania
aluminum aluminium alluminio alumini alyuminii
american americas amer
architect architects architekten architectes arquitectos architetti
associate associates assoc assocs associados asociados associati associes
association associations verband verein associazione asociacion assn asso associacao
automotive automobile automobiles auto automobil automobili automoviles autos automobilwerke
aviation aviacion aviazione
bank banks banking banque banco banca bancorp bancshares bankas banka bankasi banki pankki panka bnk bancaria
beverage beverages getranke boissons bebidas bevande
biology biological bio biologics
biotechnology biotech biotechnologies
brewery brewing breweries brauerei brouwerij brasserie cerveceria bryggeri
broadcasting broadcast rundfunk
brother brothers bros gebruder gebr freres hermanos hnos fratelli flli irmaos broers
building buildings bldg
business businesses
capital kapital capitale
cement zement cimento cemento ciment cimentos cementos
center centre centro zentrum ctr cntr centrum tsentr
chemical chemicals chemie chimie chimica quimica chem chemische chimique khimiya kimya kemi
clinic clinics klinik clinique clinica kliniken klinikum
college colleges coll
commerce commercial comercial commerciale comercio commercio comm kommercheskii
communication communications comms commun kommunikation kommunikations comunicaciones comunicazioni comunicacao
computer computers computing
construction constructions construccion construcciones costruzioni construcoes bau hochbau stroitelstvo insaat constr
constructor constructora construtora
consulting consultants consultancy consult konsult consultoria
container containers
cooperative coop cooperativa cooperatif genossenschaftlich kooperativ
council consejo
credit kredit credito kreditnyi
dairy dairies molkerei laiterie
data daten dati datos
defense defence verteidigung defensa difesa
department dept departement departamento dipartimento abteilung
development developments dev devt entwicklung desarrollo sviluppo developpement desenvolvimento razvitie
digital digitale digitales
distribution distributors distributor distribucion distribuzione distribuidora distr
education educational bildung educacion
electric electrical elec elektro elektrik electrique electrica elettrica eletrica elektrische elektricheskii
electricity strom electricite electricidad elektrizitats elektrizitatswerke
electronic electronics elektronik electronique electronica elettronica electro elektronika
energy energies energie energia energi enerji energiya energien energetique energetica energetyka
engineer engineers
engineering engrg engg ingenieria ingenierie ingegneria engenharia inzhiniring
enterprise enterprises enterpr entreprise entreprises empresas predpriyatie
environment environmental umwelt ambiente
equipment equipments ausrustung equipos
estate estates
european europea europeenne europaische europeo eur
exchange exchanges borse bourse borsa
export exports eksport
factory factories fabrik fabrique fabrica fabbrica fabryka zavod kombinat
farm farms
fashion mode moda
federal federale bundes
film films
finance financial fin finanz finanzas financiera financier financiere finanziaria financeira finans finanzen
finance finansovyi finances
food foods nahrungsmittel lebensmittel alimentos alimentaire alimentari alimentation
forest forestry forests forst
foundation stiftung fondation fundacion fondazione fundacao fundacja stichting
fund funds fonds fondo fondos
furniture mobel meubles muebles mobili
game games gaming
gas gaz gaza
general gen generale generales
glass glas verre vidrio vetro
global globale
goods waren
government gov govt
group gruppe groupe grupo gruppo grupa grp grupp konzern koncern konsern gruppa skupina csoport grubu
health healthcare sante gesundheit salud salute saude
heavy schwer
holding holdings hldg hldgs holdinggesellschaft beteiligungs kholding beteiligungen
hospital hospitals krankenhaus spital hopital ospedale ziekenhuis sairaala
hotel hotels hoteles hoteis
house haus
import imports
industrial industriel industrielle industriale industriales industrieller promyshlennyi
industry industries industrie industrien industria industrias indus ind inds industri indust promyshlennost
industry teollisuus sanayi
information informations info informatik informatica informatique
innovation innovations
institute institut instituto istituto inst instytut
insurance insurances versicherung versicherungen versicherungs assurance assurances seguros assicurazioni
insurance assicurazione ins verzekeringen forsakring forsikring vakuutus strakhovanie sigorta seguro
international intl internat internacional internationale internazionale internacionales mezhdunarodnyi
international internationaal uluslararasi
investment investments invest investors investissement investissements inversiones investimenti investimentos inv
investment investitsii
journal zeitung
justice justiz
kitchen kuche kitchens
laboratory laboratories lab labs labor laboratoire laboratoires laboratorios laboratorio laboratori laboratorium labo
leasing lease
life vie leben vida vita
logistic logistics logistik logistique logistica logistika
machine machines machinery maschinen maschinenfabrik machinerie maquinas macchine maschinenbau mach
machine mashinostroenie makina
magazine mag
management mgmt mgt managment gestion verwaltungs gestione gestao upravlenie
manufacture manufacturing mfg manuf manufacturers manufacturer mfr mfrs manufacturas
marine maritime
market markets markt marche mercado
marketing mktg mkt
material materials werkstoffe materiaux materiales
mechanic mechanical mechanics
media medien medios
medical med medizin medizintechnik medico medica medicina
metal metals metall metallurgie metalle metaux metallurgical metallurgicheskii
mill mills
mine mining mines bergbau miniere mineria mineracao gornyi
ministry ministerium ministere ministerio ministero
motor motors motoren moteurs motores
museum musee museo
music musik
national nationale nacional nazionale natl nat nationaux nacionale natsionalnyi
natural
network networks netzwerk ntwk reseaux redes reti nets netz
office offices buro
oil petroleum ol
optic optics optical optik optique
organization organisation organizacion org
packaging verpackung emballage packagings
paper papier papel
partner partners partnership
petrochemical petrochemicals
pharmaceutical pharmaceuticals pharmaceutica pharma pharm pharmazeutika pharmazie pharmaceutique pharmaceutiques
pharmaceutical farmaceutica farmaceutici farma farmacia
pharmacy apotheke pharmacie
plastic plastics kunststoff plastiques plasticos
police polizei policia
port ports hafen
power powers
precision prazision
press presse prensa
print printing druck druckerei imprimerie
product products produkte produits productos prodotti prods prod produtos
production productions produktion produccion produzione
project projects projekt projekte
property properties
publishing publishers publications publisher verlag verlags editions editorial editore
radio funk
railway railways rail railroad bahn eisenbahn ferroviaire ferrovie ferrocarriles rr rlwy rly
real
realty immobilien immobilier immobiliere inmobiliaria immobiliare
reinsurance ruck ruckversicherung reassurance reaseguros
republic republik republique republica
research forschung recherche investigacion ricerca rsch issledovanie
resource resources ressourcen ressources recursos risorse
restaurant restaurants
retail retailers einzelhandel
royal koninklijke royale koniglich kungliga
saint st sankt
savings sparkasse epargne ahorros ahorro
school schools schule ecole escuela scuola
science sciences scientific wissenschaft
security securities sicherheit securite seguridad sicurezza
service services svcs svc servicios servizi servicos dienste dienstleistungen serv dienst uslugi hizmetleri
shipbuilding shipyard shipyards werft schiffbau
shipping shipg reederei schiffahrt
shop shops store stores
society soc gesellschaft
software softwares
solution solutions solns losungen soluciones soluzioni solucoes
son sons sohne sohn fils hijos figli filhos zonen zn
south sud sur
stadtwerke stadtwerk
state staats estado
steel stahl acier acero acciaio stal staal steelworks stahlwerk
studio studios
supply supplies suppliers
system systems sys systeme systemes sistemas sistemi sistem sistema sistemy
technical technische technique tecnica tecnico
technology technologies technologie technologien tech technol tecnologia tecnologias tecnologie tecnologies
technology teknoloji tekhnologiya tekhnologii technik
telecommunication telecommunications telecom telecoms telekom telekommunikation telecomunicaciones
telecommunication telecomunicazioni telco telekomunikasyon
television fernsehen tv
textile textiles textil
theater theatre teatro
tobacco tabak tabac tabaco
tool tools werkzeug werkzeuge outils
tourism tourismus tourisme turismo
toy toys
trade trading handel handels handelsgesellschaft trad trdg torgovlya ticaret torgovyi
training schulung formation
transport transports transportation transporte transportes trasporti transp trans
travel travels reisen viajes viaggi voyages
union unione
united utd
university univ universitat universite universidad universita universiteit universidade uniwersytet universitet
university uniw uni yliopisto
vehicle vehicles fahrzeuge
venture ventures
ware wares
water waters wasser eau agua acqua
wine wines wein vins vinos
wood holz bois
work works werk werke
world welt monde mundo
1 one
2 two ii zwei deux
3 three iii drei trois
4 four iv vier quatre
5 five funf cinq
6 six vi sechs
7 seven vii sieben sept siete
8 eight viii acht huit
9 nine ix neun neuf
10 ten zehn
11 eleven xi
12 twelve xii
1st first erste erster
2nd second zweite
3rd third dritte
4th fourth
5th fifth
6th sixth
7th seventh
20 twenty
21st twentyfirst
athens athen athenes atene
brussels brussel bruxelles brussel
cologne koln koeln colonia
copenhagen kobenhavn kopenhagen
florence firenze florenz
geneva geneve genf ginevra
lisbon lisboa lissabon lisbonne
milan milano mailand
moscow moskau moskva moscou
munich munchen muenchen monaco
naples napoli neapel
prague praha prag praga
rome roma rom
turin torino
venice venezia venedig
vienna wien vienne viena
warsaw warszawa warschau varsovie
zurich zuerich zurigo
"""

CANONICAL: Final = {
    word: line.split(" ", 1)[0] for line in reversed(_GROUPS.strip().splitlines()) for word in line.split()
}
"""Each word, folded, and the word that stands for it. Where two lines claim a word, the first has it."""
