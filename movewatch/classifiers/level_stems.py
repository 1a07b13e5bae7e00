"""The stems that tell a level, and the words that reword a title: English, German, French, Spanish. Data. Pure.

The stems are written as in movewatch.classifiers.title_stems.
"""

from typing import Final

from movewatch.classifiers.functions import Seniority
from movewatch.classifiers.text import word_set

LEVEL_STEMS: Final[dict[Seniority, tuple[str, ...]]] = {
    Seniority.TRAINING: (
        " intern ", " interns ", " internship", " trainee", " apprentic", " working student", " student ",
        " graduate program", "praktik", "werkstudent", " azubi", "auszubild", "lehrling", "volontar", " stagiaire",
        " apprenti", " alternan", " becari", " practicante", " aprendiz", " pasante ", " student assist",
        " phd student", " phd candidate",
    ),
    Seniority.JUNIOR: (" junior ", " jr ", " entry level", " graduate ", " debutant", " berufseinsteig"),
    Seniority.PROFESSIONAL: (
        " hrbp ", " sre ", " ae ", " people partner", " proj mgr", " proj manag", " engineer", " developer",
        " programmer", " analyst", " specialist", " consultant", " accountant", " representative", " rep ",
        " coordinator", " advisor", " adviser", " recruiter", " designer", " administrator", " technician",
        " controller", " buyer", " scientist", " associate", " assistant", " clerk ", " nurse", " teacher", " lawyer",
        " attorney", " counsel ", " officer ", " planner", " agent ", " operator ", " marketeer", "administrator ",
        "administratorin ", " administrador", " administrateur", " administratrice", "anwalt", " comercial ",
        " commerciale ", " venditore", " venditrice", " strategist", " partner manager", " business partner",
        " account manager", " account executive", " key account manager", " sales executive", " marketing executive",
        " project manager", " product manager", " product marketing manager", " program manager", " programme manager",
        " customer success manager", " success manager", " community manager", " office manager", " case manager",
        " contract manager", " category manager", " event manager", " relationship manager", " product owner",
        " process owner", " system owner", " scrum master", " release manager", " delivery manager", " brand manager",
        " service manager", " social media manager", " content manager", " business development manager",
        " channel manager", " bdr ", " sdr ", " csm ", " pmo ", " bookkeeper", " auditor", " architect ",
        " executive assistant", " management assistant", " management consultant", " sales manager assistant",
        "referent", "sachbearbeit", "mitarbeit", "berater", "ingenieur", "entwickler", "kaufmann", "kauffrau",
        "buchhalter", "techniker", "projektleiter ", "projektleiterin ", "projektleitung ", "projektmanager",
        "produktmanager", "sekretar", "assistent", "assistenz", "einkaufer", "verkaufer", "spezialist", "jurist ",
        "disponent", " charge d", " chargee d", " chef de projet", " cheffe de projet", " chef de produit",
        " conseiller", " gestionnaire", " especialista", " gestor ", " gestora ", " broker", " trainer ", " coach ",
        " researcher", " editor ", " writer ", "koordinator", " coordinador", "redakteur", "sachverstandige",
        " conseillere", " comptable", " acheteu", " developpeur", " technicien", " juriste", " assistante",
        " redacteur", " commercial ", " vendeu", " consultor", " tecnico ", " tecnica ", " ingeniero", " ingeniera",
        " analista", " desarrollador", " abogad", " comprador", " contable", " vendedor", " asesor",
        " jefe de proyecto", " jefa de proyecto", " jefe de producto", " ejecutivo de cuenta", " asistente",
        " administrativ", "ist ", "ician ", "icien ", "icienne ", "ologue ", "ologe ", "ologin ", "iste ", "istin ",
        "tor ", "torin ", "tora ", "dor ", "dora ", "eur ", "euse ", "trice ", "ista ", "ologo ", "ologa ", "iker ",
        "ikerin ", "ierer ", "iererin ", "analyst ", "analystin ", " underwriter", " drafter ", " draftsman",
        " draftswoman", " draftsperson", " draughts", " mechanic ", " dispatcher", " appraiser", " adjuster",
        " examiner", " paralegal ", " secretary ", " guard ", " trader ", " banker ", " salesperson ",
        " sales person ", " salesman ", " saleswoman ", " seller ", " marketer ", " surveyor ", " tester ",
        " checker ", " welder ", " actuary ", " counselor ", " counsellor ", " repairer ", " forwarder ", " shipper ",
        " assessor ", " webmaster ", " timekeeper ", " detective ", " driver ", " installer ", " professional ",
        " tech ", " barrister ", " cashier ", " teller ", " courier ", " interviewer ", " scheduler ", " worker ",
        " merchandiser ", " conveyancer ", " storekeeper ", " bodyguard ", " surgeon ", " agente ", " architecte ",
        " architectes ", " arquitect", " avocat", " banquier ", " banquiere ", " courtier ", " courtiere ",
        " delegue ", " deleguee ", " representant ", " representante ", " notaire ", " notari", " juge ", " clerc ",
        " greffier ", " emplead", " auxiliar ", "makler ", "maklerin ", "prufer ", "pruferin ", "beauftragt",
        "angestellt", "beamt", "richter ", "richterin ", "sprecher ", "sprecherin ", "fachkraft", "fachwirt",
        "betriebswirt", "vertreter ", "verwalter ", "verwalterin ", "vermittler ", "vermittlerin ", "treuhander ",
        "treuhanderin ", " hacker ", "vertreterin ", "agentin ", "architekt ", "architektin ", "designer ",
        "designerin ", " employe ", " employee de ", " infirmier ", " huissier ", " ouvrier ", " caissier ",
        " caissiere ", "copywriter ", " judge ", " sdet ", " assembler ", " spokesperson ", " photographer ",
        " waiter ", " waitress ", " professor ", " lecturer ", " bartender ", " processor ", " firefighter ",
        " flight attendant", "lehrer ", "lehrerin ", "arzt ", "arztin ", " koch ", " kochin ", "krankenschwester",
        "krankenpfleger", "erzieher ", "erzieherin ", "doktorand", " texter ", " texterin ", "mediengestalter",
        "justiziar", "bediener ", "bedienerin ", "revisor ", "marketeer ", " secretaire", " hotesse ", " enseignant",
        " medecin", " pharmacien", " cuisinier", " teleconseill", " attache ", " attachee ", " doctorant",
        " doctorand", " ejecutivo de ventas", " ejecutiva de ventas", " vigilante ", " profesor ", " profesora ",
        " medico ", " medica ", " enfermer", " farmaceutic", " cociner", " policia ", " operari", " cientific",
        " secretari", " postdoc", " operations executive", " hr executive", " finance executive", " client executive",
        " customer executive", " recruitment executive", " business development executive", " it executive",
        " support executive", " purchase executive", " purchasing executive", " logistics executive",
    ),
    Seniority.SENIOR: (
        " senior ", " sr ", " principal ", " staff engineer", " staff software", " expert ", " experte ",
        " experienced ", " confirme ", " chief engineer", " chief architect", " distinguished", " fellow ",
        " experto ", " experta ",
    ),
    Seniority.LEAD: (
        " lead ", " team leader", " team lead", " teamlead", " leader ", " supervisor", " foreman", " shift lead",
        "teamleiter ", "teamleiterin ", "teamleitung ", "schichtleiter ", "schichtleiterin ", "schichtleitung ",
        "vorarbeiter", " meister ", " chef d equipe", " cheffe d equipe", " jefe de equipo", " capataz", " teamchef",
        " leading ", " fachleiter", " coordinateur ", " store manager", " superviseu", "meister ", "meisterin ",
        " contremaitre",
    ),
    Seniority.MANAGER: (
        " manager", " mgr ", " gruppenleiter ", " gruppenleiterin ", " gruppenleitung ", " group lead", " responsable",
        " gerente", " jefe ", " jefa ", " encargad", " chef de service", " cheffe de service", " sachgebietsleiter ",
        " sachgebietsleiterin ", " sachgebietsleitung ", " plant manager", " chief accountant", " superintendent",
        " kaufmannischer leiter", " verantwortlich", " filialleiter ", " filialleiterin ", " filialleitung ",
        " referatsleiter ", " referatsleiterin ", " referatsleitung ", " chef comptable", "managerin ", " chef de ",
        " chef des ", " chef d ", " cheffe de ", " cheffe des ", " cheffe d ", " group product manager",
    ),
    Seniority.HEAD: (
        " hd ", " head ", " head of", "leiter ", "leiterin ", "leitung ", " chief of staff", "abteilungsleiter ",
        "abteilungsleiterin ", "abteilungsleitung ", " chef de departement", " jefe de departamento", " chef du ",
        " leitende", "betriebsleiter ", "betriebsleiterin ", "betriebsleitung ",
    ),
    Seniority.DIRECTOR: (
        " subdirec", " vicedirec", " director", " directeur", " directrice", "direktor", "bereichsleiter ",
        "bereichsleiterin ", "bereichsleitung ", " general manager", " country manager", "werksleiter ",
        "werksleiterin ", "werksleitung ", "werkleiter ", "werkleiterin ", "werkleitung ", "niederlassungsleiter ",
        "niederlassungsleiterin ", "niederlassungsleitung ", " dir ", " prokurist", " hauptabteilungsleiter ",
        " hauptabteilungsleiterin ", " hauptabteilungsleitung ", " geschaftsbereichsleiter ",
        " geschaftsbereichsleiterin ", " geschaftsbereichsleitung ", " treasurer", " drh ", " dsi ", " daf ", " rssi ",
        " directora", " tresorier", " tesorer",
    ),
    Seniority.VICE_PRESIDENT: (
        " vice president", " vp ", " svp ", " evp ", " vicepresident", " bereichsvorstand", " rvp ", " avp ",
        " senior vice president", " executive vice president", " vice presidente",
    ),
    Seniority.EXECUTIVE: (
        " chief ", " ceo ", " cfo ", " cto ", " coo ", " cmo ", " cio ", " ciso ", " cro ", " chro ", " cpo ", " cdo ",
        " cso ", " cco ", " clo ", " cao ", " managing director", " president ", " geschaftsfuhr", " geschaeftsfuehr",
        " mitglied der geschaftsleit", " geschaftsleiter", " vorstand ", "vorstandsmitglied", "vorstandin ",
        " executive director", " director ejecutivo", " directora ejecutiva", " directeur general",
        " directrice generale", " pdg ", " president directeur general", " director general ", " directora general ",
        " gerente general", " consejero delegado", " general counsel", " presidente ", " gerant ", " director gerente",
        " finanzvorstand", " vertriebsvorstand", " personalvorstand", " dg ",
    ),
    Seniority.OWNER_OR_BOARD: (
        " owner ", " founder", " cofounder", " co founder", " inhaber", " grunder", " gruender", " fondateur",
        " fondatrice", " cofondat", " fundador", " cofundador", " propietari", " proprietaire", " chairman",
        " chairwoman", " chairperson", " chair ", " board member", " member of the board", " board of directors",
        " supervisory board", " advisory board", " board advisor", " board director", " non executive director",
        "aufsichtsrat", "verwaltungsrat", " beirat", "vorstandsvorsitz", " gesellschafter", " managing partner",
        " senior partner", " equity partner", " founding partner", " conseil d administration",
        " administrateur independant", " entrepreneu", " empresari", " emprendedor", "unternehmer ", "unternehmerin ",
        " chef d entreprise", " cheffe d entreprise",
    ),
}  # fmt: skip
"""Within one text the highest level counts, unless a longer stem covers it: a project manager manages no people."""

NO_LEVEL: Final = (
    " lead generation", " lead gen ", " lead manag", " lead qualif", " head office", " assistant to ",
    " executive search", " executive education", " management ", " chief of police", " headhunt",
    " board of education",
)  # fmt: skip
"""What looks like a level and is none."""

RANKS: Final = {
    "senior": 1, "sr": 1, "svp": 1, "lead": 1, "corporate": 1, "expert": 1, "evp": 2, "group": 2, "staff": 2,
    "principal": 4, "chief": 5, "distinguished": 6, "fellow": 7,
}  # fmt: skip
"""Words that raise somebody within a level, and how far: they add up, so that a senior staff engineer stands between a
staff engineer and a principal one."""

DEPUTY_STEMS: Final = (
    " deputy ", " assistant manager", " assistant director", " assistant vice president", " assistant head",
    " assistant general manager", " associate director", " associate vice president", " associate manager", " avp ",
    " stellv", " stv ", " vize", " vicedirec", " vice direc", " sous direct", " adjoint", " adjunt", " subdirec",
    " subgerente", " vice head", " co lead",
)  # fmt: skip
"""One level below the one that is named."""

ABBREVIATIONS: Final = {
    "sr": "senior", "jr": "junior", "snr": "senior", "jnr": "junior", "vp": "vice president",
    "svp": "senior vice president", "evp": "executive vice president", "avp": "assistant vice president",
    "mgr": "manager", "mngr": "manager", "mgmt": "management", "dir": "director", "asst": "assistant",
    "assoc": "associate",
    "eng": "engineer", "engr": "engineer", "dev": "developer", "ops": "operations", "mktg": "marketing",
    "mkt": "marketing", "fin": "finance", "acct": "account", "exec": "executive", "admin": "administrator",
    "coord": "coordinator", "rep": "representative", "spec": "specialist", "tech": "technology",
    "intl": "international",
    "hr": "human resources", "it": "information technology", "pr": "public relations", "qa": "quality assurance",
    "bd": "business development", "bizdev": "business development", "md": "managing director",
    "gm": "general manager", "ceo": "chief executive officer", "cfo": "chief financial officer",
    "cto": "chief technology officer",
    "coo": "chief operating officer", "cmo": "chief marketing officer", "cio": "chief information officer",
    "ciso": "chief information security officer", "cro": "chief revenue officer",
    "chro": "chief human resources officer", "sdr": "sales development representative",
    "bdr": "business development representative", "csm": "customer success manager", "kam": "key account manager",
    "swe": "software engineer",
    "ae": "account executive", "hrbp": "human resources business partner", "teamlead": "team lead",
    "cofounder": "founder", "stv": "stellvertretender", "stellv": "stellvertretender", "gf": "geschaftsfuhrer",
    "rh": "ressources humaines", "drh": "directeur ressources humaines", "dsi": "directeur systemes information",
    "pdg": "president directeur general", "dg": "directeur general", "rrhh": "recursos humanos",
    "chairwoman": "chairman", "chairperson": "chairman", "chair": "chairman", "salesman": "salesperson",
    "saleswoman": "salesperson", "vicepresident": "vice president", "organisation": "organization",
    "organisational": "organizational", "frontend": "front end", "backend": "back end", "fullstack": "full stack",
    "ecommerce": "e commerce", "personalleiter": "leiter personal", "vertriebsleiter": "leiter vertrieb",
    "marketingleiter": "leiter marketing", "einkaufsleiter": "leiter einkauf", "finanzleiter": "leiter finanzen",
    "produktionsleiter": "leiter produktion", "entwicklungsleiter": "leiter entwicklung", "leitung": "leiter",
}  # fmt: skip
"""Words of one meaning, folded, each with the words it stands for."""

VARIANTS: Final = {
    "financial": "finance", "operating": "operations", "operation": "operations", "technical": "technology",
    "programme": "program", "leader": "lead", "engineering": "engineer", "systems": "system",
    "solutions": "solution", "projects": "project", "products": "product", "accounts": "account",
    "partnerships": "partnership", "resource": "resources", "resources": "resources", "humaine": "humaines",
}  # fmt: skip
"""Forms of one word, each with the form that is compared."""

FILLERS: Final = word_set(
    "of the for and a an in at to de du des la le les l d der die das des den dem fur im am von vom zur zum und et y e "
    "del el los las en pour und co m w f h x"
)
"""Words that a rewording adds or drops."""

ADVISORY: Final = word_set("advisor adviser mentor beirat asesor conseiller commissaris consigliere adviseur")
"""Roles, in one gender, that people take on beside their position."""

GENDERED: Final = (
    ("directrice", "directeur"), ("trice", "teur"), ("euse", "eur"), ("iere", "ier"), ("kauffrau", "kaufmann"),
    ("fachfrau", "fachmann"), ("arztin", "arzt"), ("innen", ""), ("ratin", "rat"), ("anwaltin", "anwalt"),
    ("leiterin", "leiter"), ("erin", "er"), ("orin", "or"), ("istin", "ist"), ("entin", "ent"), ("eurin", "eur"),
    ("antin", "ant"), ("endin", "end"), ("ektin", "ekt"), ("tora", "tor"), ("dora", "dor"), ("sora", "sor"),
    ("niera", "niero"), ("gada", "gado"), ("jefa", "jefe"), ("chargee", "charge"), ("adjointe", "adjoint"),
    ("assistante", "assistant"), ("consultante", "consultant"),
    ("cheffe", "chef"), ("presidente", "president"), ("stellvertretende", "stellvertretender"),
    ("tecnica", "tecnico"), ("arin", "ar"), ("onin", "on"), ("gerenta", "gerente"),
)  # fmt: skip
"""Endings of the feminine form and those of the masculine, in the order in which they are tried."""
