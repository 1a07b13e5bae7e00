"""The stems of titles and departments in Dutch, written as in movewatch.classifiers.title_stems. Data. Pure."""

from typing import Final

from movewatch.classifiers.functions import Function, Seniority

STEMS: Final[dict[Function, tuple[str, ...]]] = {
    Function.ADMINISTRATION: (
        "secretaresse", "receptionist", " directieassist", "officemanager", " kantoormanager", "datatypist", "balie",
    ),
    Function.BUSINESS_DEVELOPMENT: ("bedrijfsontwikkeling", "zakelijke ontwikkeling"),
    Function.COMMUNICATIONS: (
        "communicatie", "woordvoerder", "persvoorlicht", "voorlichter", "redacteur", "woordvoerster", "persrelatie",
        "lobbyist", "fondsenwerv",
    ),
    Function.CUSTOMER_SUCCESS: ("klantsucces", "klantrelatie", "relatiebeheer", "klantbeleving"),
    Function.CUSTOMER_SUPPORT: ("klantenservice", "klantendienst", "klantcontact", "servicedesk"),
    Function.ENGINEERING: ("ontwikkelaar", "programmeur", "softwareontwikkel", "werktuigbouw", "productontwikkel"),
    Function.EXECUTIVE: (
        " algemeen directeur", " bestuurder", "bestuurslid", " voorzitter", " eigenaar", " oprichter",
        " medeoprichter", " raad van commissarissen", " raad van bestuur", " commissaris ", "vennoot",
        " algemeen directrice", " bestuursvoorzit",
    ),
    Function.FINANCE: (
        "financie", "boekhoud", "belasting", "salarisadministr", "debiteuren", "crediteuren", "bankmedewerk",
        "bankbedrijf", "bankclient", "bankkrediet", "krediet", "belegging", "aandelen", "effecten", "facturatie",
        "facturering", "salaris", "verzekering", "schadebehandel", "schaderegel", "subsidie", "controller",
        "pensioen",
    ),
    Function.HUMAN_RESOURCES: (
        "personeel", " p and o ", " hrm ", "werving", "arbeidszaken", "arbeidsbemiddel", "uitzendconsul",
        "uitzendkracht", "opleiding",
    ),
    Function.INFORMATION_TECHNOLOGY: (
        "systeembeheer", "netwerkbeheer", "applicatiebeheer", "automatisering", "netwerk", "databeheer",
        "databaseprogramm",
    ),
    Function.LEGAL: (
        "juridisch", "advocaat", "bedrijfsjurist", "juridische zaken", "gerechts", "rechtbank", "deurwaarder",
        "griffie",
    ),
    Function.LOGISTICS: (
        "magazijn", "logistiek", "voorraadbeheer", "vervoer", "planner transport", " expeditie", "douane", " export ",
        " im and export", "distributie", "bagage", "treindienst",
    ),
    Function.OPERATIONS: ("bedrijfsvoering",),
    Function.PRODUCTION: (
        "productieleid", "productiemed", "productiemanag", " productie ", "onderhoud", " fabriek", "productie",
        "werkplaats", "fabrieks", "assemblage", "veiligheidskund", "lasser ",
    ),
    Function.PROJECT_MANAGEMENT: ("projectleid", "projectmanag", "programmamanag", "projectcoordinat"),
    Function.PURCHASING: ("inkoop", "inkoper", "leverancier"),
    Function.QUALITY: ("kwaliteit", "kalibratie", " tester ", "sorteerder", "keurmeester"),
    Function.REAL_ESTATE: ("vastgoed", "makelaar", "rentmeester", "verhuur"),
    Function.RESEARCH: ("onderzoek", "laborant"),
    Function.SALES: (
        "verkoop", "verkoper", "accountmanag", "buitendienst", "binnendienst", "vertegenwoordig", "winkelmanag",
        "filiaalmanag", "groothandel",
    ),
    Function.SECURITY: ("beveilig", "veiligheid", "bewaker", "bewaking", "portier"),
    Function.STRATEGY: ("beleid", "duurzaam"),
    Function.OTHER: ("leraar", "lerares", "docent", "verpleegkundig", "huisarts", " vertaler"),
    Function.MARKETING: (
        "evenement", "reclame", "vormgev", "mediabuy", "mediaverantwoord", "prijsstell", "advertentie",
    ),
}  # fmt: skip
"""Stems that decide."""

WEAK_STEMS: Final[dict[Function, tuple[str, ...]]] = {
    Function.CONSULTING: ("adviseur", "advies"),
    Function.EXECUTIVE: ("vestigingsmanag", "vestigingsdirect"),
    Function.PROJECT_MANAGEMENT: ("programmaleid",),
    Function.ADMINISTRATION: ("administrati", " secretariaat", "kantoor"),
    Function.ENGINEERING: (
        "technicus",
        "technoloog",
        "ontwerper",
        "techniek",
        "verpakking",
        "elektronica",
        "geoloog",
        "milieudesk",
        "milieukund",
    ),
    Function.PRODUCTION: (" monteur",),
    Function.OPERATIONS: ("bedrijfsleid",),
    Function.CUSTOMER_SUCCESS: ("klanten",),
    Function.OTHER: (" zorg", "onderwijs"),
}
"""Stems that speak only where no other does."""

LEVEL_STEMS: Final[dict[Seniority, tuple[str, ...]]] = {
    Seniority.TRAINING: (" stagiair", " leerling",),
    Seniority.PROFESSIONAL: (
        "medewerk", "inkoper", "verkoper", "verkoopster", "secretaresse", "jurist ", "boekhouder", "ontwikkelaar",
        "projectleider", "projectleidster", "projectmanager", "accountmanager", "adviseur", "beheerder", "onderzoeker",
        "programmeur", "advocaat", "coordinator ", "makelaar", " monteur", " docent",
    ),
    Seniority.LEAD: ("teamleider", "teamleidster", "ploegleider", "voorman"),
    Seniority.MANAGER: ("manager ", "leider ", "leidster ", "afdelingsmanager"),
    Seniority.HEAD: (" hoofd", "afdelingshoofd", "diensthoofd"),
    Seniority.DIRECTOR: ("vestigingsmanager", "vestigingsdirecteur", "directeur "),
    Seniority.EXECUTIVE: (" algemeen directeur", " bestuurder", " raad van bestuur"),
    Seniority.OWNER_OR_BOARD: (
        " eigenaar", " oprichter", " medeoprichter", " raad van commissarissen", " commissaris ", "vennoot",
        " dga ", " bestuurslid",
    ),
}  # fmt: skip
"""Stems of a level."""

DEPUTY_STEMS: Final = (" plaatsvervangend", " adjunct", " onderdirecteur")
"""One level below the one that is named."""
