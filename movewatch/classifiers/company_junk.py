"""What stands in the company field and names no company. Data. Pure.

Words are folded, punctuation is a space. English, German, French, Spanish, Italian, Dutch, Portuguese, with some of
Polish and the Nordic languages.
"""

from typing import Final

from movewatch.classifiers.text import word_set

JUNK: Final = word_set(
    """- n a|na|nil|none|null|nan|undefined|unknown|not known|not applicable|not available|not provided|not specified|
    not stated|no company|no employer|no company name|company|company name|my company|my own company|own company|
    name of company|test|test company|testing|test account|demo|asdf|asdfg|qwerty|xxx|xx|x|xyz|abc|aaa|tbd|tba|
    tbc|various|
    various companies|various clients|multiple|multiple companies|several|misc|miscellaneous|other|others|any|all|self|
    me|myself|independent|private|private person|private individual|individual|personal|home|homemaker|housewife|
    stay at home mom|stay at home parent|stay at home dad|intern|on leave|maternity leave|parental leave|career break|
    sabbatical|gap year|open to work|open for work|opentowork|available|looking|searching|in transition|transition|
    between jobs|between roles|between positions|between opportunities|not working|not employed|out of work|redundant|
    currently unemployed|undisclosed|redacted|deleted|do not use|duplicate|former|ex|same|same as above|see above|
    see notes|see profile|hidden|anonymous|anonym|withheld|secret|top secret|nda|under nda|coming soon|unnamed|
    freelance|freelancer|freelancers|freelancing|free lance|free lancer|entrepreneur|sole trader|sole proprietor|
    sole proprietorship|self employed|selfemployed|own business|business owner|own account|gig worker|volunteer|
    consultant|contractor|student|graduate|retired|retiree|unemployed|confidential|stealth|inactive|left|left company|
    no longer with company|no longer there|deceased|wrong number|bounced|invalid|error|value|ref|
    keine|kein|keine angabe|keine angaben|k a|o a|ohne|ohne angabe|nicht angegeben|nicht bekannt|
    nicht zutreffend|unbekannt|
    privat|privatperson|privatier|selbst|selbststandig|selbstandig|selbststandiger|selbststandige|freischaffend|
    freiberuflich|freiberufler|freiberuflerin|freie mitarbeit|freie mitarbeiterin|freier mitarbeiter|einzelunternehmer|
    rentner|rentnerin|ruhestand|im ruhestand|pensionar|pensioniert|arbeitslos|arbeitssuchend|arbeitsuchend|auf jobsuche|
    jobsuchend|studentin|studierende|studium|schuler|schulerin|azubi|elternzeit|in elternzeit|hausfrau|hausmann|firma|
    unternehmen|vertraulich|diverse|verschiedene|div|entfallt|verstorben|ausgeschieden|
    inconnu|inconnue|aucun|aucune|neant|sans|sans emploi|sans objet|non renseigne|non communique|non applicable|
    non precise|
    independant|independante|auto entrepreneur|autoentrepreneur|auto entrepreneuse|micro entrepreneur|a son compte|
    a mon compte|profession liberale|travailleur independant|etudiant|etudiante|retraite|retraitee|particulier|prive|
    demandeur d emploi|demandeuse d emploi|en recherche|en recherche d emploi|a la recherche d emploi|chomage|
    au chomage|
    en transition|conge parental|mere au foyer|confidentiel|divers|societe|entreprise|
    ninguno|ninguna|nada|desconocido|desconocida|no aplica|no disponible|no especificado|sin especificar|
    sin datos|autonomo|
    autonoma|por cuenta propia|trabajador autonomo|trabajador independiente|independiente|jubilado|jubilada|estudiante|
    desempleado|desempleada|en paro|en busqueda|en busqueda de empleo|buscando trabajo|particular|sin empresa|
    sin empleo|
    empresa propia|mi empresa|empresa|varios|varias|confidencial|ama de casa|
    nessuno|nessuna|sconosciuto|sconosciuta|non disponibile|non specificato|non applicabile|lavoratore autonomo|
    autonomo|
    lavoratrice autonoma|libero professionista|libera professionista|in proprio|pensionato|pensionata|studente|
    studentessa|
    disoccupato|disoccupata|in cerca di lavoro|inoccupato|casalinga|privato|azienda|varie|varie aziende|riservato|
    onbekend|geen|geen bedrijf|niet van toepassing|n v t|nvt|niet bekend|zelfstandig|zelfstandige|
    zelfstandig ondernemer|
    zzp|zzper|zzp er|eigen bedrijf|eigen zaak|gepensioneerd|werkloos|werkzoekend|op zoek naar werk|particulier|
    prive|diversen|
    nenhum|nenhuma|desconhecido|nao aplicavel|nao informado|nao se aplica|trabalhador independente|profissional liberal|
    conta propria|por conta propria|aposentado|aposentada|reformado|reformada|desempregado|desempregada|estudante|
    brak|nieznany|nie dotyczy|emeryt|emerytka|bezrobotny|bezrobotna|okand|okänd|ukendt|ukjent|arbetssokande|pensjonist|
    pensionist|egenforetagare|egen virksomhed|selvstendig|selvstaendig|egenanstalld|opiskelija|elakelainen|tyoton""",
    "|",
)
"""Whole values. ``Student`` is one, ``Student Loan Company`` is not."""

JUNK_BEGINNINGS: Final = (
    "freelance ", "freelancer ", "self employed ", "independent consultant ", "independent contractor ", "retired ",
    "currently ", "looking for ", "seeking ", "actively ", "in search of ", "open to ", "ex ",
    "auf der suche ", "en busca de ",
    "a la recherche ", "en recherche ", "in cerca di ", "op zoek naar ", "freiberuflich ", "selbststandig ",
    "selbstandig ",
)  # fmt: skip
"""Beginnings of what no company is called."""

JUNK_WORDS: Final = word_set(
    """freelance freelancer freelancing employed selfemployed independent contractor student retired unemployed
    confidential
    stealth undisclosed various unknown unbekannt consultant selbststandig freiberuflich autonomo independant
    jobseeker seeker
    entrepreneur applicable available provided disclosed"""
)
"""Words of which one stands in such a value that is made of them and of the following alone."""

JUNK_COMPANIONS: Final = word_set(
    """a an the my own self not no yet none mode startup start up company companies co employer business person
    individual
    private professional consulting consultants contracting contractors contract work worker job jobs at home
    in on of for by
    and or to as is now currently temporarily permanently status full time part several clients client projects project
    information info name ai tech fintech biotech venture new role opportunity opportunities looking seeking
    searching between
    positions position ltd inc llc gmbh als und oder en y e et"""
)
"""``Stealth AI Startup``, ``Independent Consultant (self-employed)``."""
