"""The stems of titles and departments in Italian, written as in movewatch.classifiers.title_stems. Data. Pure."""

from typing import Final

from movewatch.classifiers.functions import Function, Seniority

STEMS: Final[dict[Function, tuple[str, ...]]] = {
    Function.ADMINISTRATION: (
        " segretari", " segreteria", " receptionist", " amministrativ", " impiegat", " centralinist", " dattilograf",
        " centralino ",
    ),
    Function.BUSINESS_DEVELOPMENT: (" sviluppo business", " sviluppo commerciale", " sviluppo del business"),
    Function.COMMUNICATIONS: (
        " comunicazion", " ufficio stampa", " relazioni esterne", " giornalist", " raccolta fondi", " addetto stampa",
        " addetta stampa", " portavoce", " redattor", " redattric", " relazioni pubbliche",
    ),
    Function.CUSTOMER_SUPPORT: (
        " servizio client", " assistenza client", " assistenza tecnica", " servizio assistenza", " post vendita",
    ),
    Function.ENGINEERING: (
        " sviluppat", " programmator", " programmatric", " progettist", " ufficio tecnico", " direttore tecnico",
        " progettazione", " ingegnere meccanic", " disegnator", " disegnatric", " perito elettro", " meccatronic",
    ),
    Function.EXECUTIVE: (
        " direttore generale", " direttrice generale", " amministratore delegato", " amministratrice delegata",
        " amministratore unico", " consiglio di amministrazione", " consigliere", " consigliera", " titolare ",
        " fondator", " cofondator", " cofondatric", " imprenditor", " imprenditric", " collegio sindacale",
    ),
    Function.FINANCE: (
        " ragionier", " ragioneria", " contabil", " tesoreria", " tributar", " fiscale", " controllo di gestione",
        " commercialist", " revisore", " fatturazione", " bilancio", " paghe", " assicura", " recupero crediti",
        " tesorier", " attuari", " agente di cambio", " gestore patrimonial",
    ),
    Function.HUMAN_RESOURCES: (
        " risorse umane", " del personale ", " ufficio personale", " selezione", " formazione ", " selezionator",
        " selezionatric", " formator", " formatric", " cacciatore di teste", " consulente del lavoro",
    ),
    Function.INFORMATION_TECHNOLOGY: (
        " sistemist", " sistemi informativi", " informatic", " ced ", " sistemi ", " dati ", " amministratore di rete",
        " amministratrice di rete", " amministratore di sistem", " amministratrice di sistem",
    ),
    Function.LEGAL: (
        " legale", " affari legali", " avvocat", " affari societari", " giurist", " procuratore", " tribunale",
        " notaio", " notaia ", " giudice", " cancellier", " ufficiale giudiziario",
    ),
    Function.LOGISTICS: (
        " magazzin", " spedizion", " autist", " approvvigionament", " distribuzione", " corriere", " doganal",
        " trasporti ", " capostazione", " mulettist", " postino", " postina ",
    ),
    Function.OPERATIONS: (" direttore operativo", " direttrice operativa"),
    Function.PRODUCTION: (
        " produzione", " stabilimento", " manutent", " manutenzione", " operai", " fabbrica", " officina",
        " sicurezza sul lavoro", " rspp ", " saldator", " capo reparto ", " caporeparto ", " capoturno ",
        " capo turno ", " montator", " tipograf",
    ),
    Function.PRODUCT: (" responsabile prodotto", " responsabile di prodotto"),
    Function.PROJECT_MANAGEMENT: (" capo progetto", " capoprogetto", " responsabile di progetto"),
    Function.PURCHASING: (" acquist", " approvvigion"),
    Function.REAL_ESTATE: (
        " immobiliar", " cantiere", " geometra", " condomini", " capocantiere", " direttore lavori",
        " direttore dei lavori", " direttrice lavori",
    ),
    Function.RESEARCH: (" ricerca", " ricercat", " laboratorio", " innovazione", " scienziat", " r and s "),
    Function.SALES: (
        " vendit", " commerciale", " commerciali", " agente di commercio", " clienti direzionali", " negozio",
        " commesso ", " commessa ", " rappresentante", " capo area", " informatore scientifico",
        " informatrice scientifica", " cassiere ", " cassiera ",
    ),
    Function.SECURITY: (" sicurezza", " sicurezza informatica", " buttafuori"),
    Function.STRATEGY: (" sostenibilita", " pianificazione strategica"),
    Function.OTHER: (" insegnante", " docente", " infermier", " farmacist", " traduttor", " traduttric", " cuoc"),
    Function.MARKETING: (
        " grafic", " eventi ", " direttore creativo", " direttrice creativa", " responsabile pubblicita",
        " ricercatore di mercato", " ricercatrice di mercato", " ricerche di mercato",
    ),
    Function.QUALITY: (" collaud", " assaggiator"),
}  # fmt: skip
"""Stems that decide."""

WEAK_STEMS: Final[dict[Function, tuple[str, ...]]] = {
    Function.CONSULTING: (" consulen",),
    Function.PRODUCTION: (" meccanic",),
    Function.ENGINEERING: (
        " ingegner", " tecnic", " impianti", " sviluppo ", " architett", " elettronic", " imballagg", " ambientale",
    ),
    Function.PROJECT_MANAGEMENT: (" progett",),
    Function.PRODUCT: (" prodott",),
    Function.ADMINISTRATION: (" assistente", " amministrazione"),
    Function.CUSTOMER_SUCCESS: (" clienti",),
    Function.EXECUTIVE: (" dirigente ",),
    Function.LEGAL: (" mediatore ", " mediatrice "),
    Function.LOGISTICS: (" pianificator",),
    Function.QUALITY: (" ispettor", " ispettric"),
    Function.RESEARCH: (" chimico ", " chimica "),
}  # fmt: skip
"""Stems that speak only where no other does."""

LEVEL_STEMS: Final[dict[Seniority, tuple[str, ...]]] = {
    Seniority.TRAINING: (" tirocin", " stagist", " apprendist", " praticante"),
    Seniority.PROFESSIONAL: (
        " addett", " impiegat", " ragionier", " capo progetto", " capoprogetto", " sviluppat", " ingegner", " avvocat",
        " magazzinier", " ricercat", " consulent", " segretari", " programmator", " progettist", " sistemist",
        " infermier", " contabile ", " insegnante", " operai", " specialist", " tecnic", "tore ", "trice ", "iere ",
        "notaio ", "giudice ", " revisor", " grafic", " guardia giurata", " cuoc", " geometra",
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
