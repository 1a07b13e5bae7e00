"""The words of praise and blame in answers: English, German, French, Spanish, Dutch, Italian. Data. Pure.

Folded stems: each is looked for at the beginning of a word. The everyday vocabulary of customers.
"""

from typing import Final

from movewatch.classifiers.text import word_set

STRONG_PRAISE: Final[dict[str, frozenset[str]]] = {
    "en": word_set(
        "excellent|excelled|outstanding|fantastic|amazing|awesome|superb|brilliant|wonderful|perfect|flawless|"
        "exceptional|delighted|delightful|love it|loved|love this|love the|love working|incredible|fabulous|"
        "terrific|phenomenal|stellar|exceeded|exceeds|impressed|impressive|highly recommend|strongly recommend|"
        "definitely recommend|best|great|thrilled|first class|world class|top notch|second to none|"
        "above and beyond|beautiful|magnificent|five stars|lifesaver|couldn t be happier|could not be happier|"
        "game changer|invaluable|very happy|very satisfied|very pleased|very helpful|very professional|"
        "really good|very good|well done",
        "|",
    ),
    "de": word_set(
        "ausgezeichnet|hervorragend|fantastisch|grossartig|exzellent|perfekt|einwandfrei|begeistert|begeisternd|"
        "genial|super|spitze|toll|wunderbar|ubertroffen|beeindruck|uneingeschrankt|sehr empfehlenswert|"
        "sehr zufrieden|sehr gut|beste|bestens|erstklassig|vorbildlich|klasse|top|sehr gerne wieder|rundum zufrieden|"
        "absolut empfehlenswert|liebe es",
        "|",
    ),
    "fr": word_set(
        "excellent|parfait|formidable|fantastique|genial|exceptionnel|remarquable|impeccable|magnifique|superbe|"
        "tres satisfait|tres content|tres bon|tres bien|ravi|enchante|je recommande vivement|adore|top|meilleur|"
        "extraordinaire|merveilleux|irreprochable",
        "|",
    ),
    "es": word_set(
        "excelente|perfecto|perfecta|fantastic|increible|maravillos|excepcional|estupend|genial|impecable|"
        "magnific|encantad|me encanta|muy satisfech|muy content|muy buen|muy bien|super|mejor|sobresaliente|"
        "lo recomiendo mucho|recomendable|espectacular|extraordinari",
        "|",
    ),
    "nl": word_set(
        "uitstekend|fantastisch|geweldig|perfect|voortreffelijk|uitmuntend|prachtig|super|top|heel tevreden|"
        "zeer tevreden|erg tevreden|heel goed|zeer goed|erg goed|aanrader|onder de indruk|overtroffen|"
        "indrukwekkend|prima|beste",
        "|",
    ),
    "it": word_set(
        "eccellente|perfett|fantastic|ottim|straordinari|eccezional|meraviglios|splendid|impeccabil|bravissim|"
        "molto soddisfatt|molto content|molto buon|molto bene|consigliatissim|entusiast|adoro|super|migliore|"
        "magnific|superat",
        "|",
    ),
}
"""One such word is praise."""

MILD_PRAISE: Final[dict[str, frozenset[str]]] = {
    "en": word_set(
        "good|happy|helpful|satisfied|easy|recommend|nice|reliable|professional|friendly|pleased|works well|"
        "worked well|responsive|thank|smooth|on time|efficient|knowledgeable|enjoy|glad|pleasant|useful|"
        "appreciate|pleasure|solid|competent|quick|love",
        "|",
    ),
    "de": word_set(
        "gut|zufrieden|hilfreich|empfehl|zuverlassig|professionell|freundlich|kompetent|schnell|danke|punktlich|"
        "reibungslos|angenehm|gerne wieder|einfach|sauber",
        "|",
    ),
    "fr": word_set(
        "bon |bonne|content|satisfait|utile|recommande|fiable|professionnel|agreable|efficace|merci|rapide|"
        "reactif|competent|sympathique|bien ",
        "|",
    ),
    "es": word_set(
        "buen|bueno|content|satisfech|util|recomiend|fiable|profesional|amable|eficaz|eficiente|gracias|rapid|"
        "bien |agradable|competente",
        "|",
    ),
    "nl": word_set(
        "goed|tevreden|behulpzaam|aanbevel|betrouwbaar|professioneel|vriendelijk|deskundig|snel|bedankt|prettig|"
        "fijn|vlot",
        "|",
    ),
    "it": word_set(
        "buon|content|soddisfatt|util|consigli|affidabil|professional|gentil|competent|veloce|grazie|efficient|"
        "bene |piacevol|puntual|disponibil",
        "|",
    ),
}
"""Two such words are praise."""

BLAME: Final[dict[str, frozenset[str]]] = {
    "en": word_set(
        "bad|terrible|poor|horrible|awful|disappoint|slow|broken|broke|waste|worst|useless|refund|unusable|buggy|"
        "bugs|crash|fail|problem|issue|complain|annoy|frustrat|hate|mediocre|overpriced|expensive|rude|unhelpful|"
        "late|delay|missing|lack|wrong|error|avoid|unprofessional|unreliable|difficult|confus|boring|garbage|"
        "junk|cheap|sucks|sucked|stupid|return it|stopped working|ridiculous|nothing special|worse|unhappy|"
        "dissatisfied|unacceptable|regret|let down|thanks for nothing|no thanks|yeah right|so called|as if|"
        "never again|dirty|cold|bland|flaw|defect|weak|dull|predictable|lame|wasted|pathetic|unfortunately|sadly|"
        "needs improvement|room for improvement|could be better|just what we needed|outage|downtime|oh great|"
        "great another|as usual|good luck|used to be|should have|would have been|would be great|would be nice|"
        "if only|wish",
        "|",
    ),
    "de": word_set(
        "schlecht|furchtbar|schrecklich|enttausch|langsam|kaputt|mangelhaft|unbrauchbar|fehler|problem|argerlich|"
        "beschwer|teuer|unfreundlich|inkompetent|verspat|zu spat|fehlt|fehlte|katastroph|nie wieder|leider|"
        "unzufrieden|miserabel|ungenugend|mittelmassig|verbesserungswurdig|ware schon|hatte|schade|verzoger|"
        "umstandlich|frech",
        "|",
    ),
    "fr": word_set(
        "mauvais|terrible|horrible|decev|decu|lent|casse|nul|inutile|probleme|erreur|cher |chere |desagreable|"
        "incompetent|retard|manque|catastroph|jamais plus|plus jamais|malheureusement|mediocre|insatisf|"
        "insuffisant|dommage|aurait|defaut|plainte",
        "|",
    ),
    "es": word_set(
        "mal |malo|mala|terrible|horrible|decepcion|lento|lenta|roto|inutil|problema|error|caro |cara |"
        "desagradable|incompetente|retras|falta|desastre|nunca mas|lamentable|mediocre|insatisf|pesim|deficiente|"
        "queja|fallo|peor",
        "|",
    ),
    "nl": word_set(
        "slecht|vreselijk|verschrikkelijk|teleurgesteld|teleurstell|traag|langzaam|kapot|onbruikbaar|probleem|"
        "problemen|fout|duur |onvriendelijk|incompetent|vertrag|te laat|ontbreekt|ramp|nooit meer|helaas|matig|"
        "ontevreden|klacht|jammer|onvoldoende|slordig",
        "|",
    ),
    "it": word_set(
        "pessim|terribil|orribil|delus|lento|lenta|rotto|inutil|problem|error|caro |cara |sgradevol|incompetent|"
        "ritard|manca|disastr|mai piu|purtroppo|mediocr|insoddisfatt|scadent|reclam|difett|peggio|cattiv|peccato",
        "|",
    ),
}
"""Words of blame, of irony, and of what might have been."""

NEGATIONS: Final = word_set(
    "not no never nothing without hardly barely isn wasn don didn doesn won wouldn couldn aren nicht kein "
    "keine keinen nie niemals ohne weder pas jamais aucun aucune rien sans nunca ningun ninguna nada tampoco "
    "sin niet geen nooit zonder non mai nessun nessuna senza nor neither cannot"
)
"""Up to three words before praise, such a word turns it."""
