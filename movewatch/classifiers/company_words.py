"""The words that companies' names share: countries and places, group words, units, general words. Data. Pure."""

from typing import Final

from movewatch.classifiers.text import word_set

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
        "us": "usa,us,united states,america,north america,americas,u s a",
        "za": "south africa,sudafrika",
        "ae": "uae,united arab emirates,emirates,dubai,abu dhabi",
        "ar": "argentina,argentinien,argentine",
        "bg": "bulgaria,bulgarien",
        "cl": "chile",
        "co": "colombia,kolumbien",
        "eg": "egypt,agypten",
        "gr": "greece,hellas,griechenland",
        "hk": "hong kong,hongkong",
        "hr": "croatia,hrvatska,kroatien",
        "id": "indonesia,indonesien",
        "il": "israel",
        "ke": "kenya",
        "kz": "kazakhstan,kasachstan",
        "lt": "lithuania,lietuva",
        "lu": "luxembourg,luxemburg",
        "lv": "latvia,latvija",
        "my": "malaysia",
        "ng": "nigeria",
        "nz": "new zealand",
        "pe": "peru",
        "ph": "philippines",
        "pk": "pakistan",
        "rs": "serbia,srbija",
        "ru": "russia,russland,rossiya,rus",
        "sa": "saudi arabia,ksa",
        "si": "slovenia,slovenija",
        "sk": "slovakia,slovensko",
        "th": "thailand",
        "tw": "taiwan",
        "ua": "ukraine,ukraina",
        "vn": "vietnam,viet nam",
        "c-beijing": "beijing,peking",
        "c-shanghai": "shanghai",
        "c-shenzhen": "shenzhen",
        "c-guangzhou": "guangzhou",
        "c-chengdu": "chengdu",
        "c-hangzhou": "hangzhou",
        "c-nanjing": "nanjing",
        "c-suzhou": "suzhou",
        "c-tianjin": "tianjin",
        "c-wuhan": "wuhan",
        "c-dalian": "dalian",
        "c-london": "london",
        "c-paris": "paris",
        "c-berlin": "berlin",
        "c-munich": "munich,munchen,muenchen",
        "c-hamburg": "hamburg",
        "c-vienna": "vienna,wien",
        "c-zurich": "zurich,zuerich",
        "c-milan": "milan,milano",
        "c-madrid": "madrid",
        "c-barcelona": "barcelona",
        "c-tokyo": "tokyo",
        "c-moscow": "moscow,moskva,moskau",
        "c-new-york": "new york",
        "c-bangalore": "bangalore,bengaluru",
        "c-mumbai": "mumbai",
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
"""Countries, regions and large cities, folded, as they end the name of a unit. Words of up to two parts."""

GROUP_WORDS: Final = word_set(
    "group gruppe groupe grupo gruppo holding holdings international internacional intl worldwide global "
    "corporate konzern hq headquarters com net org io"
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

UNIT_WORDS: Final = word_set(
    """academy business center corporate department development division engineering foundation global group
    headquarters holding house information institute international laboratory office operation operations
    organization product project r&d rd research school science service solution sales support team technology
    training unit user worldwide
    internal it ict hq branch niederlassung standort werk site campus store shared services lab innovation ventures"""
)
"""Words (canonical) that name a part of a company for which the company is the employer: ``Ericsson Research``."""

DESCRIPTORS: Final = word_set(
    """associate automotive brother communication company computer consulting corporation creative data design digital
    electronic engineering enterprise entertainment global group holding industry information innovation interactive
    international internet laboratory logistic machine management manufacture marketing media microsystem mobile network
    online partner pharmaceutical platform product research semiconductor service software solution studio supply system
    technology telecommunication therapeutics wireless worldwide worldwide web"""
)
"""Words (canonical) that say what a company does in so general a way that people leave them out: ``Cisco Systems``.

Words for a line of business (energy, motors, bank) are not among them: groups name their companies by these.
"""

FILLERS: Final = word_set(
    "of de du des der die das den dem la le les el los las del della delle di da do dos das van von vom zu the for fur "
    "pour para per et y and e und en og och i a an at in"
)
"""Small words that may be left out inside a name."""
