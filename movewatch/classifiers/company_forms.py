"""Legal forms of companies, beyond those that cleanco lists. Data. Pure.

By language, as law and registers name them; forms in Cyrillic and Greek letters are read in Latin ones, like the names
(movewatch.classifiers.scripts). After the lists of cleanco and rigour (MIT): docs/data.md.
"""

from typing import Final

from movewatch.classifiers.text import word_set

MORE_LEGAL_FORMS: Final = word_set(
    """
    llcs|ltds|limited liability company|limited liability co|limited liability corp|limited liability partnership|
    limited liability|public limited company|public limited co|public ltd co|private limited company|
    proprietary limited|proprietary ltd|pty|pvt|prv|pvt limited|private limited|private ltd|pte limited|pbc|
    public benefit corporation|professional corporation|incorp|incorporation|incs|joint stock company|
    joint stock co|public joint stock company|open joint stock company|closed joint stock company|
    joint stock commercial bank|public jsc|jsc|ojsc|pjsc|cjsc|psc|qsc|saog|saoc|bsc|kscc|kscp|cooperative|
    co operative|coop|co op|societas europaea|se and co kgaa|unlimited company|limited partnership|lllp|lp|
    general partnership|trust company|trustees|national association|na|nt and sa|unincorporated|cic|cio|cbg|
    sole trader|fzc|
    dmcc|fze|fzco|fz llc|fzllc|free zone company|free zone establishment|wll|kg|spc|llc opc|opc|huf|psu|sgps|
    ug|aktiengesellschaft|gesellschaft mit beschrankter haftung|gesellschaft mbh|gesmbh|ges mbh|gmbh|ggmbh|
    gemeinnutzige gmbh|haftungsbeschrankt|unternehmergesellschaft|kommanditgesellschaft|
    kommanditgesellschaft auf aktien|
    offene handelsgesellschaft|offene gesellschaft|partnerschaftsgesellschaft|partg|partgmbb|partg mbb|mbb|e k|e kfm|
    e kfr|eingetragener kaufmann|e v|eingetragener verein|e g|eingetragene genossenschaft|genossenschaft|mbh|gag|
    gmbh and co|gmbh und co kg|ag and co kg|se and co kg|ag and co kgaa|as co kg|kdor|aor|vvag|gbr|sa rl|
    societe anonyme|societe par actions simplifiee|societe par actions simplifiee unipersonnelle|sasu|eurl|sarlu|
    societe a responsabilite limitee|societe en commandite|societe cooperative|scop|scic|gie|selarl|selas|sci|snc|
    asbl|aisbl|srl|bvba|sprl|cvba|scrl|bv|nv|besloten vennootschap|naamloze vennootschap|vof|cv|
    cooperatie|u a|vzw|ivzw|commanditaire vennootschap|vennootschap onder firma|limitee|ltee|ltda|limitada|lda|
    sociedad anonima|sociedad limitada|sociedad anonima de capital variable|sa de cv|s a de c v|sab de cv|sapi de cv|
    s de rl|s de rl de cv|s de r l|sc de rl|sofom enr|slu|slne|sll|sau|sal|s coop|sociedad por acciones simplificada|
    sociedad por acciones|spa|eirl|e i r l|srltda|cia ltda|c a|sociedade anonima|s a|sa|eireli|epp|sociedade limitada|
    unipessoal lda|srls|societa per azioni|societa a responsabilita limitata|societa cooperativa|scarl|scpa|sapa|sas|
    aktiebolag|ab publ|aktiebolaget|publ|handelsbolag|kommanditbolag|aktieselskab|anpartsselskab|aps|asa|ans|ivs|
    kommanditselskab|p s|k s|i s|osakeyhtio|oyj|oy|ab|abp|osuuskunta|ehf|hf|ohf|
    sp z o o|sp zoo|spzoo|sp z o o sp k|spolka z ograniczona odpowiedzialnoscia|spolka akcyjna|spolka komandytowa|sp k|
    sp j|spolka jawna|psa|s r o|spol s r o|spolecnost s rucenim omezenym|akciova spolecnost|akciova spolocnost|
    a s|v o s|
    kft|zrt|nyrt|bt|kkt|rt|korlatolt felelossegu tarsasag|reszvenytarsasag|d o o|doo|d d|dd|j d o o|doel|dooel|
    drustvo s ogranicenom odgovornoscu|akcionarsko drustvo|dionicko drustvo|delniska druzba|a d|sh a|shpk|sh p k|
    societate cu raspundere limitata|societate pe actiuni|eood|ood|ead|ad|uab|akcine bendrove|
    uzdaroji akcine bendrove|sia|as|ou|osauhing|aktsiaselts|mtu|tu|akciju sabiedriba|
    anonim sirketi|limited sirketi|a s t|ltd sti|sti|tic|tic ltd sti|san ve tic|san ve tic as|sanayi ve ticaret|
    sanayi ve ticaret as|ve tic|as t|
    ae|a e|epe|ike|monoprosopi|anonimi etaireia|ανωνυμη εταιρεια|α ε|αε|επε|ε π ε|ικε|
    ооо|зао|оао|пао|ао|нао|тоо|тов|тзов|чао|пат|прат|ат|пп|чп|ип|фгуп|гуп|муп|фгбу|
    общество с ограниченной ответственностью|акционерное общество|открытое акционерное общество|
    закрытое акционерное общество|публичное акционерное общество|товариство з обмеженою відповідальністю|
    акціонерне товариство|приватне акціонерне товариство|публічне акціонерне товариство|акб|
    акционерный коммерческий банк|адм|оод|еоод|ад|еад|доо|д о о|а д|
    pao|ao|oao|zao|ooo|nao|tov|tzov|pat|prat|dp|fgup|gup|mup|
    obshchestvo s ogranichennoi otvetstvennostyu|obshchestvo s ogranichennoy otvetstvennostyu|aktsionernoe obshchestvo|
    kabushiki kaisha|kabushikigaisha|k k|kk|godo kaisha|g k|gk|yugen kaisha|y k|yk|
    jusik hoesa|chusik hoesa|youxian gongsi|gufen youxian gongsi|youxian zeren gongsi|
    sdn|sdn bhd|berhad|bhd|sendirian berhad|tbk|persero|persero tbk|perseroan terbatas|terbuka|pcl|
    public company limited|
    jsc vietnam|tnhh|cong ty tnhh|cong ty co phan|co jsc|pt|cv|tic as|sae|mmc|asc|qk|llc fz|spj|s p j
    """,
    "|",
)
"""Forms that cleanco's list does not hold."""

NOT_LEGAL_FORMS: Final = word_set("uk eu ca nl at et ok ik ss sf pc private in rs no im rp an bl da dk am op")
"""Entries of either list that stand for a country, a place or a plain word more often than for a legal form."""

LEADING_LEGAL_FORMS: Final = word_set(
    """ooo oao zao pao ao nao aozt too tov tzov chao pat prat pt uab sarl eurl sas sia oy ab as jsc ojsc cjsc
    pjsc fgup gup
    mup fgbu pp chp ip cv ud eood ood ead ad doo dp akb"""
)
"""Legal forms that are also written before the name."""

INNER_LEGAL_FORMS: Final = word_set(
    "gmbh inc incorporated ltd limited llc llp plc corp corporation sarl srl oyj gesmbh ltda bhd pvt pte pty ag kgaa "
    "bv nv"
)
"""Forms that are nothing else, also in the middle of a name: ``Siemens AG Österreich``."""
