"""The words that companies' names share: legal forms, countries, junk, general words. Data. Pure."""

from typing import Final

from movewatch.classifiers.text import word_set

MORE_LEGAL_FORMS: Final = (
    "sa rl", "aktiengesellschaft", "gesellschaft mit beschrankter haftung", "haftungsbeschrankt", "ug",
    "kommanditgesellschaft",
    "e k", "e g", "mbh", "limited liability company", "limited liability partnership", "public limited company",
    "proprietary limited", "pty", "pvt", "pvt limited", "pte limited", "pbc", "cooperative", "societe anonyme",
    "societe par actions simplifiee", "sociedad anonima", "sociedad limitada", "slu", "sau", "srls",
    "societa per azioni",
    "kabushiki kaisha", "sdn", "as co kg", "ltd sti", "sti", "tic", "jsc", "ojsc", "pjsc", "cjsc", "fze", "fzco",
    "wll",
    "pao", "ao", "зао", "ао", "тоо",
)  # fmt: skip
"""Forms that cleanco's list does not hold, folded."""

NOT_LEGAL_FORMS: Final = frozenset({"uk", "eu", "ca", "nl", "at", "et", "ok", "ik", "ss", "sf", "pc", "private"})
"""Entries of cleanco's list that stand for a country, a place or a plain word more often than for a legal form."""

LEADING_LEGAL_FORMS: Final = word_set("ooo oao zao pao pt uab sarl eurl tov ооо оао пао зао ао тов тоо")
"""Legal forms that are also written before the name."""

CHARACTER_FORMS: Final = (
    "股份有限公司", "有限责任公司", "有限公司", "株式会社", "合同会社", "有限会社", "주식회사", "(주)", "㈜",
)  # fmt: skip
"""Legal forms written without spaces, longest first."""

COUNTRIES: Final = {
    word: code
    for code, words in {
        "at": "austria,osterreich,autriche",
        "au": "australia,australien,australie",
        "be": "belgium,belgie,belgien,belgique",
        "br": "brazil,brasil,brasilien,bresil",
        "ca": "canada,kanada",
        "ch": "switzerland,schweiz,suisse,svizzera,suiza",
        "cn": "china,chine",
        "cz": "czech,czechia,czech republic,tschechien",
        "de": "germany,deutschland,allemagne,alemania,germania",
        "dk": "denmark,danmark,danemark",
        "es": "spain,espana,spanien,espagne,iberia",
        "fi": "finland,suomi,finnland",
        "fr": "france,frankreich,francia",
        "gb": "uk,united kingdom,great britain,gb,england,britain",
        "hu": "hungary,ungarn,magyarorszag",
        "ie": "ireland,irland",
        "in": "india,indien,inde",
        "it": "italy,italia,italien,italie",
        "jp": "japan,japon",
        "kr": "korea,south korea",
        "mx": "mexico,mexiko,mexique",
        "nl": "netherlands,nederland,niederlande,holland",
        "no": "norway,norge,norwegen",
        "pl": "poland,polska,polen,pologne",
        "pt": "portugal",
        "ro": "romania,rumanien",
        "se": "sweden,sverige,schweden,suede",
        "sg": "singapore,singapur",
        "tr": "turkey,turkiye,turkei",
        "us": "usa,us,united states,america,north america,americas",
        "za": "south africa,sudafrika",
        "r-emea": "emea",
        "r-apac": "apac,asia pacific,asia",
        "r-latam": "latam,latin america",
        "r-eu": "europe,europa,eu",
        "r-dach": "dach",
        "r-nordics": "nordics,nordic",
        "r-me": "middle east,mena,gulf",
        "r-africa": "africa,afrika,afrique",
    }.items()
    for word in words.split(",")
}
"""Countries and regions, folded, as they end the name of a unit. Words of up to two parts."""

GROUP_WORDS: Final = word_set(
    "group gruppe groupe grupo gruppo holding holdings international internacional worldwide global "
    "corporate konzern hq headquarters com net io"
)
"""Words at the end of a name that do not name another company: ``Acme Group``, ``acme.com``."""

GENERAL_WORDS: Final = word_set(
    "the of and de la air alliance allgemeine alpha american associated bank banco banque best blue british business "
    "capital central city community credit data deutsche digital east eastern energy european federal first food free "
    "general german global great green group health home hospital industrial institute inter international medical "
    "metro modern municipal mutual national new north northern one open pacific park power premier prime public radio "
    "real red royal safe science smart social society south southern standard star state sun super systems tech "
    "technical telecom telekom total trans travel union united universal university universitat universite urban "
    "west western white world young my pro norddeutsche suddeutsche banca caixa caisse credito"
)
"""Words that begin the names of many unrelated companies: sharing them means nothing."""

JUNK: Final = word_set(
    """- n a|na|nil|none|null|nan|undefined|unknown|not known|not applicable|not available|not provided|no company|
    no company name|company|company name|my company|test|test company|testing|asdf|qwerty|xxx|xx|x|tbd|tba|tbc|various|
    multiple|misc|other|others|self|self employed|selfemployed|me|myself|freelance|freelancer|freelancing|independent|
    independent consultant|independent contractor|contractor|consultant|private|private person|individual|personal|
    home|homemaker|student|intern|retired|retiree|unemployed|between jobs|between roles|looking for work|job seeker|
    jobseeker|seeking new opportunities|open to work|looking for opportunities|career break|sabbatical|parental leave|
    confidential|stealth|stealth startup|stealth mode|stealth mode startup|undisclosed|redacted|deleted|do not use|
    duplicate|former|ex|keine|keine angabe|k a|unbekannt|privat|privatperson|selbststandig|selbstandig|selbststandiger|
    freiberuflich|freiberufler|freiberuflerin|rentner|ruhestand|arbeitslos|arbeitssuchend|student|studentin|schuler|
    firma|ohne|inconnu|aucun|aucune|sans|sans emploi|independant|independante|auto entrepreneur|autoentrepreneur|
    a son compte|etudiant|etudiante|retraite|retraitee|particulier|demandeur d emploi|en recherche|ninguno|ninguna|
    desconocido|autonomo|autonoma|por cuenta propia|jubilado|jubilada|estudiante|desempleado|particular|sin empresa|
    lavoratore autonomo|libero professionista|pensionato|zelfstandig|zzp|zzper|gepensioneerd""",
    "|",
)
"""Values that stand in the company field and name none, folded, punctuation as a space."""

JUNK_BEGINNINGS: Final = (
    "freelance ",
    "freelancer ",
    "self employed ",
    "independent consultant ",
    "retired ",
    "currently ",
)
