"""The stems of titles and departments in Dutch, written as in movewatch.classifiers.title_stems. Data. Pure."""

from typing import Final

from movewatch.classifiers.functions import Function, Seniority

STEMS: Final[dict[Function, tuple[str, ...]]] = {
    Function.ADMINISTRATION: (
        "secretaresse", "receptionist", " directieassist", "officemanager", " kantoormanager", "datatypist", "balie",
        "directiesecretari", "backoffice", "archivaris", "notulist", "gastvrouw", "postkamer", "stenograaf",
        "kantoorchef", "kantoorsuperv", "gegevensinvoer", "documentbeheer", "archiefmedewerk",
    ),
    Function.BUSINESS_DEVELOPMENT: ("bedrijfsontwikkeling", "zakelijke ontwikkeling", "businessdevelopment"),
    Function.COMMUNICATIONS: (
        "communicatie", "woordvoerder", "persvoorlicht", "voorlichter", "redacteur", "woordvoerster", "persrelatie",
        "lobbyist", "fondsenwerv", "publicrelations", " politieke partij", "campagneleid", "persattache",
        "speechschrijv", "politiek adviseur", "publicatiecoord", "technisch schrijver", "eindredact",
    ),
    Function.CUSTOMER_SUCCESS: ("klantsucces", "klantrelatie", "relatiebeheer", "klantbeleving"),
    Function.CUSTOMER_SUPPORT: (
        "klantenservice", "klantendienst", "klantcontact", "servicedesk", "telefonisch medewerk", "klantbegeleid",
        "servicemedewerk", "klachten", "klantadviseur", "klantenadviseur", "servicemonteur",
    ),
    Function.ENGINEERING: (
        "ontwikkelaar", "programmeur", "softwareontwikkel", "werktuigbouw", "productontwikkel", "mechanicien",
        "scheepsmotor", "vliegtuigbouw", "bouwkundig", "constructeur", "configuratiemanag", "gameontwikkel",
        " tekenaar", "technisch teken", "landmet", "lasdeskund", "scheepsbouw", "bouwinspect", "cartograaf",
        "elektromonteur", "springmeester", "energieaudit", "energiedeskund", "energiemanag", "bruggenbouw",
        "materiaalkund", "halfgeleider", "tuinarchitect", "planoloog", "verkeerskund", "meteoroloog",
    ),
    Function.EXECUTIVE: (
        " algemeen directeur", " bestuurder", "bestuurslid", " voorzitter", " eigenaar", " oprichter",
        " medeoprichter", " raad van commissarissen", " raad van bestuur", " commissaris ", "vennoot",
        " algemeen directrice", " bestuursvoorzit", "ondernemer ", "zaakvoerder", "directievoorzit", " dga ",
    ),
    Function.FINANCE: (
        "financie", "boekhoud", "belasting", "salarisadministr", "debiteuren", "crediteuren", "bankmedewerk",
        "bankbedrijf", "bankclient", "bankkrediet", "krediet", "belegging", "aandelen", "effecten", "facturatie",
        "facturering", "salaris", "verzekering", "schadebehandel", "schaderegel", "subsidie", "controller", "pensioen",
        "trustbeheer", "fusiebemiddel", "fusies en overnames", "taxateur", "taxatie", "waardebepaling",
        "bedrijfsrevisor", "valuta", "bankrelatie", "investering", "fondsbeheer", "vermogensbeheer", "kassier",
        "schade expert", "schadeexpert", "loonadministr", "risicomanag", "incasso", "geldhandel", "begroting",
        "kostprijs", "accijns", "registeraccountant", "penningmeester", "polisbeheer", " acceptant", "beursmakelaar",
        "hypotheek", "assurantie", "risicobeheer", "kostendeskund",
    ),
    Function.HUMAN_RESOURCES: (
        "personeel", " p and o ", " hrm ", "werving", "arbeidszaken", "arbeidsbemiddel", "uitzendconsul",
        "uitzendkracht", "opleiding", "arbeidsverhouding", " opleider", " opleidster", "loopbaan", "intercedent",
        "arbeidsdeskund", "re integratie", "reintegratie", "bedrijfstrainer",
    ),
    Function.INFORMATION_TECHNOLOGY: (
        "systeembeheer", "netwerkbeheer", "applicatiebeheer", "automatisering", "netwerk", "databeheer",
        "databaseprogramm", "datawarehouse", "applicatie", "functioneel beheer", "gegevensbeheer", "gebruikersonderst",
        "telecommunicatie", "cloudspecial",
    ),
    Function.LEGAL: (
        "juridisch", "advocaat", "bedrijfsjurist", "juridische zaken", "gerechts", "rechtbank", "deurwaarder",
        "griffie", "gegevensbescherm", " avg ", "officier van justitie", "overdrachtsakte", " rechter ",
        "contractmanag", "contractbeheer", "octrooi", "bewindvoerder", "rechtskund", "executeur testament",
    ),
    Function.LOGISTICS: (
        "magazijn", "logistiek", "voorraadbeheer", "vervoer", "planner transport", " expeditie", "douane", " export ",
        " im and export", "distributie", "bagage", "treindienst", "goederenstroom", "importmanag", "exportmanag",
        "wegtransport", "wagenpark", "wagenvloot", "rederij", "scheepsagent", "verkeersleid", "vliegtuigafhandel",
        "vluchtvoorbereid", "loodsmedewerk", "stuwadoor", "stuwadoring", "overslag", "voorraad", "havenmeester",
        "taxicentrale", "taxiplan", "taxidispatch", "bustransport", "tramtransport", " declarant", "luchtverkeer",
        "heftruck", "expediteur", "vlootmanag", "stationschef", "postbode", "koerier", "bezorger", "cargadoor",
        "verhuizer", "vrachtwagen", "ritplan", "rangeerder", "orderpicker", "laadmeester", "bevracht",
        "goederenontvang", "exportmedewerk", "importmedewerk", "scheepsmakelaar", "transportplan", "hoofdconducteur",
        "treinmanag", "vluchtplan", "vluchtcoord", "vrachtagent", "vrachtmakelaar", "spoorwegmanag", "busmaatschappij",
        "depotbeheer", "inventaris", "verkeersinspect", "supplychain",
    ),
    Function.OPERATIONS: ("bedrijfsvoering",),
    Function.PRODUCTION: (
        "productieleid", "productiemed", "productiemanag", " productie ", "onderhoud", " fabriek", "productie",
        "werkplaats", "fabrieks", "assemblage", "veiligheidskund", "lasser ", "zagerij", "distilleerder", "smelterij",
        "houtbewerk", "houtverwerk", "houtindustrie", "kledingindustrie", "natte bewerking", "nathuis", "afvalverwerk",
        " drukker", "boekbind", "ploegchef", "werkmeester", "werkvoorbereid", "procesoperator", "brouwerij",
        "leerlooi", "assembleur", " slager", "bedrijfsbureau", " technische dienst",
    ),
    Function.PROJECT_MANAGEMENT: ("projectleid", "projectmanag", "programmamanag", "projectcoordinat"),
    Function.PURCHASING: (
        "inkoop", "inkoper", "leverancier", " koper ", "koopster", "aankoper", "aankoop", "assortiment",
        "kledingkoper",
    ),
    Function.QUALITY: (
        "kwaliteit", "kalibratie", " tester ", "sorteerder", "keurmeester", "keuringsmedewerk", " proever", "testanal",
        "koffieproev", "theeproev",
    ),
    Function.REAL_ESTATE: (
        "vastgoed", "makelaar", "rentmeester", "verhuur", "huismeester", "woningbeheer", "beheerder gebouwen",
        "gebouwenbeheer", "sociale woning", "vastgoedontwikkelaar", "projectontwikkelaar", "bouwopzicht", "huurbeheer",
        "grondagent", "erfpacht", "winkelcentrum",
    ),
    Function.RESEARCH: (
        "onderzoek", "laborant", "innovatie", "bioloog", "scheikund", "natuurkund", "wetenschap", "labmanag",
        "socioloog", "chemicus", "enqueteur", "weerkund", "promovend",
    ),
    Function.SALES: (
        "verkoop", "verkoper", "accountmanag", "buitendienst", "binnendienst", "vertegenwoordig", "winkelmanag",
        "filiaalmanag", "groothandel", "aftersales", "commercieel", " commerciele ", "veilinghuis", "venduhuis",
        "omzetmanag", "winkelier", "filiaalhoud", "artsenbezoek", "veilingmeester", "handelsreizig", "supermarkt",
        "handelsagent", "colporteur", "antiquair", "winkelbedien", "bedrijfsleider winkel", "reisagent",
    ),
    Function.SECURITY: (
        "beveilig", "veiligheid", "bewaker", "bewaking", "portier", "lijfwacht", "uitsmijter", "nachtwaker",
        "privedetective", "winkelsurveill", "hondengeleid", "toegangscontrol", "brandwacht", "winkeldetective",
    ),
    Function.STRATEGY: ("beleid", "duurzaam"),
    Function.OTHER: ("leraar", "lerares", "docent", "verpleegkundig", "huisarts", " vertaler", " kok ", "leerkracht"),
    Function.MARKETING: (
        "evenement", "reclame", "vormgev", "mediabuy", "mediaverantwoord", "prijsstell", "advertentie", "marketeer",
        "creatief direct", "creatieve direct", "mediaplan", "tekstschrijver", "merkmanag", "artdirector",
        "contentmanag", "communitymanag", "accountplanner", "campagne", "prijsanal", "congresorgan", "marktonderzoek",
    ),
    Function.PRODUCT: ("productmanag", "productowner", "producteigenaar", "bruikbaarheid", "productspecialist"),
}  # fmt: skip
"""Stems that decide."""

WEAK_STEMS: Final[dict[Function, tuple[str, ...]]] = {
    Function.CONSULTING: ("adviseur", "advies"),
    Function.EXECUTIVE: ("vestigingsmanag", "vestigingsdirect", "vestigingsleid", "filiaaldirect"),
    Function.PROJECT_MANAGEMENT: ("programmaleid", "resourcemanag"),
    Function.ADMINISTRATION: ("administrati", " secretariaat", "kantoor", "planningsmedewerk", "medewerker planning"),
    Function.ENGINEERING: (
        "technicus", "technoloog", "ontwerper", "techniek", "verpakking", "elektronica", "geoloog", "milieudesk",
        "milieukund", "akoestiek", "biomedisch", "metaalkund", "windenergie", "essayeur", "ventilatie", "explosieven",
        "fysicus ", "ingenieurs", "stoomketel", " technisch ",
    ),
    Function.PRODUCTION: (
        " monteur", "voorman ", "ploegbaas", "ploegleider ", "textiel", "afval", "leidinggevende in ", " opzichter",
    ),
    Function.OPERATIONS: ("bedrijfsleid",),
    Function.CUSTOMER_SUCCESS: ("klanten",),
    Function.OTHER: (" zorg", "onderwijs"),
    Function.HUMAN_RESOURCES: ("vrijwilliger",),
    Function.LOGISTICS: (
        "internationale handel", "luchthaven", "vliegveld", "pijpleiding", "distributeur", " dienstleider", "prognose",
        "wegbeheer", "directeur haven", "reservering",
    ),
    Function.MARKETING: ("toerist", "webcontent"),
    Function.QUALITY: (" controleur", "keurder", "keurster", "testchauffeur", "homologatie", " technica "),
    Function.SALES: ("autobedrijf", "handelaar ", "regiomanag", "rayonmanag"),
    Function.LEGAL: ("bemiddelaar",),
}  # fmt: skip
"""Stems that speak only where no other does."""

LEVEL_STEMS: Final[dict[Seniority, tuple[str, ...]]] = {
    Seniority.TRAINING: (" stagiair", " leerling"),
    Seniority.PROFESSIONAL: (
        "medewerk", "inkoper", "verkoper", "verkoopster", "secretaresse", "jurist ", "boekhouder", "ontwikkelaar",
        "projectleider", "projectleidster", "projectmanager", "accountmanager", "adviseur", "beheerder", "onderzoeker",
        "programmeur", "advocaat", "coordinator ", "makelaar", " monteur", " docent", "technicus ", "technoloog ",
        "oloog ", "deskundige ", "coordinatrice ", "consulent ", "consulente ", "vertegenwoordig", "woordvoer",
        "ontwerper ", "functionaris ", "bemiddelaar ", "controller ", "planner ", "bankier ", "onderzoekster ",
        "beveiliger ", "beveiligster ", "behandelaar ", "kundige ", "griffier ", "koerier ", "tekenaar ",
        "specialiste ", "beambte ", "vormgever ", "secretaris ", "laborant ", "huisarts", " kok ", "leerkracht",
        "promovend",
    ),
    Seniority.LEAD: ("teamleider", "teamleidster", "ploegleider", "voorman", "ploegbaas", "opzichter "),
    Seniority.MANAGER: ("manager ", "leider ", "leidster ", "afdelingsmanager", " verantwoordelijke"),
    Seniority.HEAD: (" hoofd", "afdelingshoofd", "diensthoofd"),
    Seniority.DIRECTOR: ("vestigingsmanager", "vestigingsdirecteur", "directeur ", "directrice "),
    Seniority.EXECUTIVE: (" algemeen directeur", " bestuurder", " raad van bestuur", "directievoorzit"),
    Seniority.OWNER_OR_BOARD: (
        " eigenaar", " oprichter", " medeoprichter", " raad van commissarissen", " commissaris ", "vennoot", " dga ",
        " bestuurslid", "ondernemer ",
    ),
}  # fmt: skip
"""Stems of a level."""

DEPUTY_STEMS: Final = (" plaatsvervangend", " adjunct", " onderdirecteur")
"""One level below the one that is named."""
