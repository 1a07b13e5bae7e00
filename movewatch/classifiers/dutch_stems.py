"""The stems of titles and departments in Dutch, written as in movewatch.classifiers.title_stems. Data. Pure."""

from typing import Final

from movewatch.classifiers.functions import Function, Seniority

STEMS: Final[dict[Function, tuple[str, ...]]] = {
    Function.ADMINISTRATION: ("secretaresse", "receptionist", " directieassist", "officemanager", " kantoormanager"),
    Function.BUSINESS_DEVELOPMENT: ("bedrijfsontwikkeling", "zakelijke ontwikkeling"),
    Function.COMMUNICATIONS: (
        "communicatie", "woordvoerder", "persvoorlicht", "voorlichter", "redacteur",
        "woordvoerster", "persrelatie", "lobbyist",
    ),
    Function.CUSTOMER_SUCCESS: ("klantsucces", "klantrelatie", "relatiebeheer", "klantbeleving"),
    Function.CUSTOMER_SUPPORT: ("klantenservice", "klantendienst", "klantcontact", "servicedesk"),
    Function.ENGINEERING: ("ontwikkelaar", "programmeur", "softwareontwikkel", "werktuigbouw", "productontwikkel"),
    Function.EXECUTIVE: (
        " algemeen directeur", " bestuurder", "bestuurslid", " voorzitter", " eigenaar", " oprichter", " medeoprichter",
        " raad van commissarissen", " raad van bestuur", " commissaris ", "vennoot",
        " algemeen directrice", " bestuursvoorzit",
    ),
    Function.FINANCE: (
        "financie", "boekhoud", "belasting", "salarisadministr", "debiteuren", "crediteuren",
        "bankmedewerk", "bankbedrijf", "bankclient", "bankkrediet", "krediet", "belegging", "aandelen",
        "effecten", "facturatie", "facturering",
    ),
    Function.HUMAN_RESOURCES: (
        "personeel", " p and o ", " hrm ", "werving", "arbeidszaken",
        "arbeidsbemiddel", "uitzendconsul", "uitzendkracht",
    ),
    Function.INFORMATION_TECHNOLOGY: (
        "systeembeheer", "netwerkbeheer", "applicatiebeheer", "automatisering",
        "netwerk", "databeheer",
    ),
    Function.LEGAL: ("juridisch", "advocaat", "bedrijfsjurist", "juridische zaken"),
    Function.LOGISTICS: (
        "magazijn", "logistiek", "voorraadbeheer", "vervoer", "planner transport", " expeditie",
        "douane", " export ", " im and export", "distributie",
    ),
    Function.OPERATIONS: ("bedrijfsvoering",),
    Function.PRODUCTION: ("productieleid", "productiemed", "productiemanag", " productie ", "onderhoud", " fabriek"),
    Function.PROJECT_MANAGEMENT: ("projectleid", "projectmanag", "programmamanag", "projectcoordinat"),
    Function.PURCHASING: ("inkoop", "inkoper"),
    Function.QUALITY: (
        "kwaliteit",
        "kalibratie",
    ),
    Function.REAL_ESTATE: (
        "vastgoed", "makelaar",
        "rentmeester",
    ),
    Function.RESEARCH: ("onderzoek", "laborant"),
    Function.SALES: (
        "verkoop", "verkoper", "accountmanag", "buitendienst", "binnendienst",
        "vertegenwoordig",
    ),
    Function.SECURITY: ("beveilig", "veiligheid"),
    Function.STRATEGY: ("beleid", "duurzaam"),
    Function.OTHER: ("leraar", "lerares", "docent", "verpleegkundig", "huisarts", " vertaler"),
}  # fmt: skip
"""Stems that decide."""

WEAK_STEMS: Final[dict[Function, tuple[str, ...]]] = {
    Function.CONSULTING: ("adviseur", "advies"),
    Function.EXECUTIVE: ("vestigingsmanag", "vestigingsdirect"),
    Function.PROJECT_MANAGEMENT: ("programmaleid",),
    Function.ADMINISTRATION: ("administrati", " secretariaat"),
    Function.ENGINEERING: ("technicus", "technoloog"),
    Function.PRODUCTION: (" monteur",),
}
"""Stems that speak only where no other does."""

LEVEL_STEMS: Final[dict[Seniority, tuple[str, ...]]] = {
    Seniority.TRAINING: (" stagiair", " leerling",),
    Seniority.PROFESSIONAL: (
        "medewerk", "inkoper", "verkoper", "verkoopster", "secretaresse", "jurist ", "boekhouder", "ontwikkelaar",
        "projectleider", "projectleidster", "projectmanager", "accountmanager", "adviseur", "beheerder", "onderzoeker",
        "programmeur", "advocaat", "makelaar", " monteur", " docent",
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
