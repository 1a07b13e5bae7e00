"""The stems of titles and departments in Italian, written as in movewatch.classifiers.title_stems. Data. Pure."""

from typing import Final

from movewatch.classifiers.functions import Function, Seniority

STEMS: Final[dict[Function, tuple[str, ...]]] = {
    Function.ADMINISTRATION: (" segretari", " segreteria", " receptionist", " amministrativ", " impiegat"),
    Function.BUSINESS_DEVELOPMENT: (" sviluppo business", " sviluppo commerciale", " sviluppo del business"),
    Function.COMMUNICATIONS: (
        " comunicazion", " ufficio stampa", " relazioni esterne", " giornalist", " raccolta fondi",
    ),
    Function.CUSTOMER_SUPPORT: (
        " servizio client", " assistenza client", " assistenza tecnica", " servizio assistenza", " post vendita",
    ),
    Function.ENGINEERING: (
        " sviluppat", " programmator", " programmatric", " progettist", " ufficio tecnico", " direttore tecnico",
        " progettazione", " ingegnere meccanic",
    ),
    Function.EXECUTIVE: (
        " direttore generale", " direttrice generale", " amministratore delegato", " amministratrice delegata",
        " amministratore unico", " consiglio di amministrazione", " consigliere", " consigliera", " titolare ",
        " fondator", " cofondator", " cofondatric", " imprenditor", " imprenditric", " collegio sindacale",
    ),
    Function.FINANCE: (
        " ragionier", " ragioneria", " contabil", " tesoreria", " tributar", " fiscale", " controllo di gestione",
        " commercialist", " revisore", " fatturazione", " bilancio", " paghe", " assicura", " recupero crediti",
    ),
    Function.HUMAN_RESOURCES: (
        " risorse umane", " del personale ", " ufficio personale", " selezione", " formazione ",
    ),
    Function.INFORMATION_TECHNOLOGY: (
        " sistemist", " sistemi informativi", " informatic", " ced ", " sistemi ", " dati ",
    ),
    Function.LEGAL: (
        " legale", " affari legali", " avvocat", " affari societari", " giurist", " procuratore", " tribunale",
    ),
    Function.LOGISTICS: (" magazzin", " spedizion", " autist", " approvvigionament", " distribuzione"),
    Function.OPERATIONS: (" direttore operativo", " direttrice operativa"),
    Function.PRODUCTION: (
        " produzione", " stabilimento", " manutent", " manutenzione", " operai", " fabbrica", " officina",
        " sicurezza sul lavoro", " rspp ",
    ),
    Function.PRODUCT: (" responsabile prodotto", " responsabile di prodotto"),
    Function.PROJECT_MANAGEMENT: (" capo progetto", " capoprogetto", " responsabile di progetto"),
    Function.PURCHASING: (" acquist",),
    Function.REAL_ESTATE: (" immobiliar", " cantiere", " geometra"),
    Function.RESEARCH: (" ricerca", " ricercat", " laboratorio", " innovazione"),
    Function.SALES: (
        " vendit", " commerciale", " commerciali", " agente di commercio", " clienti direzionali", " negozio",
    ),
    Function.SECURITY: (" sicurezza", " sicurezza informatica"),
    Function.STRATEGY: (" sostenibilita", " pianificazione strategica"),
    Function.OTHER: (" insegnante", " docente", " infermier", " farmacist", " traduttor", " traduttric", " cuoc"),
    Function.MARKETING: (" grafic", " eventi "),
    Function.QUALITY: (" collaud",),
}  # fmt: skip
"""Stems that decide."""

WEAK_STEMS: Final[dict[Function, tuple[str, ...]]] = {
    Function.CONSULTING: (" consulen",),
    Function.PRODUCTION: (" meccanic",),
    Function.ENGINEERING: (
        " ingegner",
        " tecnic",
        " impianti",
        " sviluppo ",
        " architett",
        " elettronic",
        " imballagg",
        " ambientale",
    ),
    Function.PROJECT_MANAGEMENT: (" progett",),
    Function.PRODUCT: (" prodott",),
    Function.ADMINISTRATION: (" assistente", " amministrazione"),
    Function.CUSTOMER_SUCCESS: (" clienti",),
}
"""Stems that speak only where no other does."""

LEVEL_STEMS: Final[dict[Seniority, tuple[str, ...]]] = {
    Seniority.TRAINING: (" tirocin", " stagist", " apprendist", " praticante"),
    Seniority.PROFESSIONAL: (
        " addett", " impiegat", " ragionier", " capo progetto", " capoprogetto", " sviluppat", " ingegner",
        " avvocat", " magazzinier", " ricercat", " consulent", " segretari", " programmator", " progettist",
        " sistemist", " infermier", " contabile ", " insegnante", " operai", " specialist", " tecnic",
    ),
    Seniority.LEAD: (" capo squadra", " caposquadra", " capo turno", " capoturno"),
    Seniority.MANAGER: (" responsabil", " capo ", " capo reparto", " caporeparto", " capo ufficio", " capoufficio"),
    Seniority.DIRECTOR: ("direttore ", "direttrice ", " dirigente"),
    Seniority.EXECUTIVE: (
        " direttore generale", " direttrice generale", " amministratore delegato", " amministratrice delegata",
        " amministratore unico",
    ),
    Seniority.OWNER_OR_BOARD: (
        " titolare ", " fondator", " fondatrice", " cofondator", " consiglio di amministrazione", " consigliere",
        " consigliera", " proprietari", " presidente del consiglio",
    ),
}  # fmt: skip
"""Stems of a level."""

DEPUTY_STEMS: Final = (" vicedirett", " vice direttor", " vice direttric", " vicario", " vicerespons")
"""One level below the one that is named."""
