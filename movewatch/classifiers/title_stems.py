"""The stems that tell a function: English, German, French, Spanish (others: see beside). Data. Pure.

A stem is matched anywhere in the folded text; a space at its end or beginning stands for a word's boundary there, so
that `` it `` is the word and ``vertrieb`` is found in ``Gebietsvertriebsleiter``. A stem that lies within a longer one
that was also found does not count: ``business development`` covers what ``development`` would say.
Umlauts are folded to their vowel; the spelling with "e" is listed where it is common.
"""

from typing import Final

from movewatch.classifiers.functions import Function, Seniority

STEMS: Final[dict[Function, tuple[str, ...]]] = {
    Function.ADMINISTRATION: (
        " office manag", " office admin", " executive assistant", " personal assistant", " administrative assist",
        " admin assist", " receptionist", " secretar", "sekretar", "sekretaer", " clerk ", "verwaltung",
        " empfang ", "burokauf", "buerokauf", "biroassist", " assistante de direction", " assistant de direction",
        " secretaire",
        " standardiste", " recepcion", " asistente de direccion", " administrativ", " back office", " bureau manag",
        "vorstandsassist", "direktionsassist", " management assist", " teamassist", " facility ", " facilities ",
    ),
    Function.BUSINESS_DEVELOPMENT: (
        " bus dev", " partner enablement", " partner success",
        " business develop", " biz dev", " bizdev ", " bd manag", " bdm ", " bdr ", " partnership", " alliances",
        " alliance manag",
        " partner manag", " channel ", "geschaftsentwickl", "geschaeftsentwickl", " developpement commercial",
        " developpement des affaires", " desarrollo de negocio", " market expansion", " new business",
        " strategic partner",
    ),
    Function.COMMUNICATIONS: (
        " comm ", " comms ",
        " communication", "kommunikation", " public relation", " pr ", " press ", "pressesprech", " media relation",
        " spokes", " corporate affairs", " public affairs", " public policy", " government affairs",
        "offentlichkeitsarbeit",
        "oeffentlichkeitsarbeit", " comunicacion", " relations publiques", " presse ", " porte parole", " journalis",
        " redakt",
        " editor", " copywrit", " prensa ", " external affairs", " investor relation",
    ),
    Function.CUSTOMER_SUCCESS: (
        " customer success", " client success", " csm ", " customer experience", " client experience", " cx ",
        " customer onboarding",
        " onboarding manag", " renewals", " customer advoca", "kundenerfolg", " exito del cliente",
        " reussite client",
        " experience client", " experiencia de cliente", " client partner", " client service", " customer relation",
        "kundenbetreu", " relation client", " client engagement", " customer engagement",
    ),
    Function.CUSTOMER_SUPPORT: (
        " customer support", " customer service", " customer care", " technical support", " tech support",
        " product support",
        " support engineer", " support manag", " support specialist", " support agent", " support ", " call center",
        " call centre", " contact center",
        " helpdesk", " help desk", " service desk", "kundenservice", "kundendienst", " service client",
        " support client",
        " soporte ", " atencion al cliente", " servicio al cliente",
        " service apres vente",
        " apres vente", " assistance technique",
    ),
    Function.ENGINEERING: (
        " eng ", " engr ",
        " software", " developer", " programmer", " devops", " sre ", " site reliability", " full stack",
        " fullstack",
        " frontend", " front end", " backend", " back end", " machine learning", " data engineer", " cto ",
        " chief technology",
        " chief technical", " vp technology", " mechanical", " electrical", " hardware", " firmware", " embedded",
        " civil engineer", " chemical engineer",
        " process engineer", " design engineer", " technical lead", " tech lead", " engineering", "entwickler",
        " entwicklung",
        "softwareentwick", "produktentwick", "konstrukt", "programmier", " developpeur", " logiciel",
        " desarrollador", " programador",
        " ingenierie", " ingenieria", " bureau d etudes", " solution architect", " solutions architect",
        " software architect", " r and d engineer",
        " technischer leiter", " technische leit", " leiter technik", " directeur technique", " director tecnico",
        " platform engineer", " cloud engineer",
    ),
    Function.EXECUTIVE: (
        " audit committee", " remuneration committee", " nomination committee",
        " ceo ", " chief executive", " pdg ", " founder", " cofounder", " owner ", " inhaber", " grunder",
        " gruender", " fondat", " cofondat",
        " fundador", " cofundador", " propietari", " proprietaire", " chairman", " chairwoman", " chairperson",
        " chair of", " chair ", " board ",
        "aufsichtsrat", "verwaltungsrat", " beirat", "vorstandsvorsitz", " gesellschafter",
        " conseil d administration",
        " administrateur ind", " consejer", " non executive director", " managing partner", " directeur general",
        " directrice general",
        " president directeur", " director general", " directora general", " consejero delegado", " chief of staff",
        " entrepreneur",
    ),
    Function.FINANCE: (
        " fin ", " acctg ", " acct ",
        " financ", "finanz", " cfo ", " controller", "controlling", " account clerk", " accountan", " accounting",
        " accounts payable", " accounts receivable",
        " treasur", " audit", " tax ", " taxes ", " taxation", " bookkeep", " payroll", " investment", " fp and a",
        " fpa ", " actuar", " credit ",
        "buchhalt", "rechnungswes", "steuer", "revision ", "kassenwart", " kaufmannische leit",
        " kaufmannischer leit", " tresor", " comptab", " finances", " fiscal", " controleur de gestion",
        " controle de gestion",
        " contab", " finanzas", " tesorer", " auditor", " kreditor", " debitor", " billing", " m and a ", " mergers",
        " underwrit", " banker", "bilanz",
        " cpa ", " portfolio manag", " risk manag", " wealth ", " bursar", " comptroller", "lohnbuch", " tesoreria",
    ),
    Function.HUMAN_RESOURCES: (
        " human resource", " human capital", " hr ", " hrbp ", " people ", " chro ", " talent", " recruit",
        " staffing", " learning and development", " l and d ",
        " compensation", " benefits", " employee experience", " employer brand", " organizational develop",
        " organisational develop", " total rewards", " workforce",
        "personalleit", "personalwes", "personalentwick", "personalrefer", "personalabteil", "personalmanag",
        "personalchef", "personaldirekt", "personalbeschaff", " leiter personal ",
        " leiterin personal ", " leitung personal ", " ressources humaines", " rh ", " drh ", " recrut",
        " recursos humanos", " rrhh ", " seleccion", " talento", " hris ", " culture ", " ausbildungsleit",
        " headhunt", " labor relation", " diversity", " dei ",
    ),
    Function.INFORMATION_TECHNOLOGY: (
        " it ", " cio ", " chief information officer", " information technology", " information system",
        " systems admin", " system admin", " sysadmin", "systemadmin", "netzwerkadmin",
        " network admin", " network engineer", " database", " dba ", " erp ", " sap ", " crm admin",
        " salesforce admin", " infrastructure", " informati", "edv ",
        " data analy", " data scien", " data scientist", " business intelligence", " bi ", " data ", " analytics",
        " digital transformation", " chief digital", " digitali", " dsi ", " systemes d information",
        " sistemas", " tecnologias de la informacion", " informatique", " web master", " webmaster",
        " systems analyst", " system analyst", " business analyst", " cloud ", " enterprise architect",
        " technologie de l information", " application manag", " wirtschaftsinformat", " ict ",
    ),
    Function.LEGAL: (
        " legal", " counsel ", " lawyer", " attorney", " paralegal", " solicitor", " barrister", " compliance",
        " gdpr", " privacy", " data protection", " contract manag", " contracts manag",
        " general counsel", " clo ", "jurist", "rechtsanw", "rechtsabteil", " leiter recht ", "syndikus",
        "datenschutz", " justiziar", " juridique", " avocat", " juriste", " juridic", " abogad", " asesor legal",
        " notar", " patent", " company secretary", " regulatory",
    ),
    Function.LOGISTICS: (
        " logistica",
        " logisti", " supply chain", " warehouse", " transport", " shipping", " distribution", " fleet", " freight",
        " inventory", " demand plan", " dispatch",
        "lager", "disponent", "versand", "spedition", "fuhrpark", " approvisionn", " entrepot", " chaine logistique",
        " magasin", " almacen", " cadena de suministro", " scm ",
        " import ", " export manag", " driver ", " material manag", " materials manag", "lieferkette", " lieferant",
    ),
    Function.MARKETING: (
        " mktg ", " mkt ",
        " marketing", "marketing", " cmo ", " brand", " seo ", " sem ", " demand gen", " lead generation",
        " growth ", " content ", " social media", " advertis", " campaign", " event manag", " events manag",
        " product marketing", " market research", " crm manag", " creative", " mercadotecnia", " publicidad",
        " publicite", " werbung", " marke ", " markenmanag", " marktforsch", " community manag", " merchandis",
        " ecommerce", " e commerce",
    ),
    Function.OPERATIONS: (
        " coo ", " chief operating", " business operations", " operational excellence", " revenue operations",
        " revops ",
    ),
    Function.PRODUCT: (
        " product manag", " product owner", " product lead", " product direct", " head of product ", " vp product ",
        " vp of product ", " director of product ", " director product ", " vice president of product ",
        " vice president product ",
        " chief product", " produktmanag", "produktmanag", " produktleit", " produktverantwort", " chef de produit",
        " responsable produit", " jefe de producto", " gerente de producto",
        " gestor de producto", " ux ", " ui ", " user experience", " product design", " product strateg",
    ),
    Function.PRODUCTION: (
        " production", " manufactur", " plant manag", " plant ", " factory", " assembly", " machinist",
        " maintenance", " welder", " mechanic ", " foreman", " shop floor", " cnc ", " electrician",
        "produktion", "fertigung", "werksleit", "werkleit", "instandhalt", "montage", "schlosser", "betriebsleit",
        "mechaniker", "elektriker", "meister ", "schichtleit", " usine", " fabrication", " atelier", " produccion",
        " fabrica",
        " mantenimiento", " planta ", " tooling", " operator ", " hse ", " ehs ",
    ),
    Function.PROJECT_MANAGEMENT: (
        " proj mgr", " proj manag",
        " project manag", " project lead", " project direct", " project coord", " project admin", " program manag",
        " programme manag", " program direct", " programme direct", " pmo ", " scrum master", " agile coach",
        " delivery manag",
        " head of projects", " technical program", " portfolio office", "projektleit", "projektmanag",
        "projektkoord", "projektassist", " chef de projet", " cheffe de projet", " chef de programme",
        " directeur de projet", " jefe de proyecto", " jefa de proyecto",
        " gestor de proyecto", " director de proyecto", " gerente de proyecto", " release manag", " release train",
        " pmp ", " responsable de projet",
    ),
    Function.PURCHASING: (
        " purchas", " procure", " buyer", " sourcing", " category manag", " supplier", " vendor manag",
        " cpo procurement", "einkauf", "einkaeuf", "beschaffung", " achat", " acheteu", " compras", " comprador",
        " vergabe", " commodity manag",
    ),
    Function.QUALITY: (
        " quality", " qa ", " qc ", " test engineer", " tester ", " test manag", " test automation", " six sigma",
        " qualit", "qualitat", "qualitaet", " calidad", " sdet ", " gmp ", " validation ",
    ),
    Function.REAL_ESTATE: (
        " real estate", " realtor", " property", " leasing", " land manag", " estates", "immobilien", "makler",
        "hausverwalt", " immobilier", " inmobiliari", " broker associate", " construction", "bauleit",
        " facility manager", " facilities manager", " gestion locative",
    ),
    Function.RESEARCH: (
        " research", " scientist", " r and d ", " rd ", " innovation", " laborator", " lab ", " clinical",
        "forschung", "wissenschaft", " f and e ", " recherche", " chercheu", " investigacion", " investigador",
        " i d ",
        " biolog", " chemist", " physicist", " postdoc", "laborant", "laborleit", " scientifique", " cientific",
        " chief scientific",
    ),
    Function.SALES: (
        " ae ",
        " sales", " account manag", " account exec", " account direct", " key account", " kam ", " cro ",
        " chief revenue", " chief commercial", " commercial ", " seller", " salesman", " sdr ", " presales",
        " pre sales", " revenue ", " territory",
        " business manag", " regional manag", " area manag", " field sales", " inside sales", "vertrieb", "verkauf",
        "verkaeuf", " aussendienst", " innendienst", "kundenberat", " gebietsleit", " ventes", " vente ", " vendeu",
        " commercial",
        " ingenieur d affaires", " charge d affaires", " technico commercial", " ventas", " vendedor", " comercial",
        " ejecutivo de cuenta", " sales engineer", " store manag", " retail manag",
    ),
    Function.SECURITY: (
        " security", " ciso ", " cyber", " infosec", " penetration", " soc analyst", " fraud", "sicherheit",
        " securite", " seguridad", " ciberseg", " rssi ", " chief information security", " informationssicherheit",
        " it sicherheit", " it security",
        " information security",
    ),
    Function.STRATEGY: (
        " strateg", " transformation", " corporate develop", " corporate planning", " change manag",
        " unternehmensentwick", " business transformation", " chief strategy", " sustainab", "nachhaltigkeit",
        " esg ", " estrateg", " business planning",
    ),
    Function.OTHER: (
        " teacher", " professor", " lecturer", " doctor ", " physician", " surgeon", " nurse", " nursing",
        " pharmacist", " dentist", " veterinar", " pilot ", " musician", " actor ", " athlete", " chef de cuisine",
        " sous chef", " head chef",
        " waiter", " cook ", " hairdress", " police", " soldier", " priest", " pastor ", " librarian", " translator",
        " interpreter", "lehrer", "arzt", "krankenpfleg", "krankenschw", "pfleger", " dozent", " erzieher", " koch ",
        "apotheker", "ubersetzer",
        " enseignant", " professeur", " medecin", " infirmi", " traduct", " medico", " enfermer", " profesor",
        " maestro", " photograph", " volunteer", " therapist", " psycholog", " social worker", " coach ",
        " trainer ",
    ),
}  # fmt: skip
"""Stems that decide."""

WEAK_STEMS: Final[dict[Function, tuple[str, ...]]] = {
    Function.ADMINISTRATION: (
        " assist", " administrator", " assistenz", " asistente", " coordinator", " koordinat", " office ",
        "sachbearbeit",
    ),
    Function.CONSULTING: (
        " consult", "berater", "beratung", " advis", " conseil", " asesor", " consulting", " advisory",
    ),
    Function.ENGINEERING: (
        " engineer", "ingenieur", " ingenier", " technician", "techniker", "technik ", " technicien", " tecnico ",
        " architect", " technology", " development ", " technical ", " tecnolog",
    ),
    Function.EXECUTIVE: (
        " managing director", " general manag", " president ", "geschaftsfuhr", "geschaeftsfuehr", "geschaftsleit",
        "geschaeftsleit", " vorstand", " gerant ", " gerente general", " executive director", " md ", " dg ",
        " country manag", " director gerente", " presidente ", " administrador unico", " niederlassungsleit",
        " partner ", " associe ", " socio ",
    ),
    Function.OPERATIONS: (
        " operation", " ops ", " operaciones", " exploitation", " operativ", " betrieb ", " process manag",
        " prozessmanag",
    ),
    Function.PRODUCT: (" product ", " produkt", " produit", " producto"),
    Function.PROJECT_MANAGEMENT: (" project", "projekt", " projet", " proyecto", " program ", " programme "),
    Function.CUSTOMER_SUCCESS: (" customer", " client ", "kunden"),
    Function.CUSTOMER_SUPPORT: (" service ",),
    Function.RESEARCH: (" analyst",),
}  # fmt: skip
"""Stems that speak only where no other does: general words, and those that qualify something else."""

DEPARTMENT_STEMS: Final[dict[Function, tuple[str, ...]]] = {
    Function.HUMAN_RESOURCES: (
        " personal ", " people and culture", " people ops", " people operations", " personnel ", " training ",
        " academy ", " ausbildung ",
    ),
    Function.EXECUTIVE: (
        " directie ", " direzione ", " direzione generale ",
        " management ", " executive", " direction ", " direction generale", " direccion ", " direccion general",
        " leadership ", " c suite", "vorstand", "geschaftsleit", "geschaftsfuhr", " board ", " ceo office",
    ),
    Function.LEGAL: (" recht ",),
    Function.ENGINEERING: (
        " technik ", " technology ", " technical ", " technique ", " engineering ", " entwicklung ", " tech ",
    ),
    Function.ADMINISTRATION: (
        " g and a ",
        " administration ", " admin ", " administracion ", " general services ", " zentrale dienste",
    ),
    Function.OPERATIONS: (" operations ", " betrieb ", " field operations "),
    Function.FINANCE: (" f and a ",),
    Function.MARKETING: (" marcom ",),
    Function.STRATEGY: (" corp dev",),
    Function.PRODUCTION: (" technische dienst ",),
    Function.SALES: (" go to market", " gtm ", " commerce "),
    Function.PRODUCT: (" product ", " products ", " produkt "),
    Function.PROJECT_MANAGEMENT: (" projects ", " projekte ", " projets ", " pmo "),
    Function.CONSULTING: (" consulting ", " consulting services ", " professional services ", " beratung "),
    Function.CUSTOMER_SUPPORT: (" service ", " services ", " kundendienst "),
}  # fmt: skip
"""Stems that mean a function in the name of a department, though not in a title ("Personal" is not an assistant's)."""

IN_LANGUAGE: Final[dict[str, dict[Function, tuple[str, ...]]]] = {
    "en": {Function.OTHER: (" chef ",)},
    "de": {Function.HUMAN_RESOURCES: (" personal ",), Function.ENGINEERING: (" technik ",)},
    "fr": {Function.HUMAN_RESOURCES: (" formation ",), Function.EXECUTIVE: (" direction ",)},
    "es": {Function.HUMAN_RESOURCES: (" personal ", " formacion "), Function.EXECUTIVE: (" direccion ",)},
    "nl": {Function.LOGISTICS: (" chauffeur",), Function.EXECUTIVE: (" directie ",)},
    "it": {Function.HUMAN_RESOURCES: (" personale ",), Function.EXECUTIVE: (" direzione ",)},
}
"""Words that mean another function, or none, in another language: read only where the language is known."""

LEVELS_IN_LANGUAGE: Final[dict[str, dict[Seniority, tuple[str, ...]]]] = {
    "de": {Seniority.HEAD: (" chef ", " chefin ")},
    "nl": {Seniority.HEAD: (" chef ",)},
    "fr": {Seniority.MANAGER: (" chef ", " cheffe "), Seniority.PROFESSIONAL: (" cadre ",)},
}
"""The same for levels."""
