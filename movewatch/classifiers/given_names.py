"""Given names that are one name: short forms and forms of other languages. Data. Pure.

Everyday forms, as dictionaries of names list them; folded, in Latin letters. The first of each line stands for all.
"""

from typing import Final

_FORMS: Final = """
alexander alex sascha sasha alejandro alessandro alexandre aleksandr xander sandro
alexandra sandra alessandra alejandra aleksandra
andrew andreas andre andrea andrzej andrei andy drew
anna ann anne annie ana anja hannah hanna
antonio anthony tony anton antoine toni
barbara barb babs
benjamin ben benny
catherine katherine kathryn katharina kate katie kathy cathy caterina catalina katarzyna ekaterina
charles charlie chuck karl carl carlos carlo karel
christian chris christiaan cristian
christine christina kristina cristina tina chris
christopher chris christoph christophe cristobal kit
daniel dan danny daniele
david dave davide
deborah debbie deb
edward ed eddie ted eduardo edoardo eduard
elizabeth liz beth betty elisabeth elisabetta isabel lisa eliza
francis francisco francesco frank francois franz paco
frederick fred freddy friedrich federico frederic fritz
george georg jorge giorgio georges jerzy
gregory greg gregor gregorio
henry harry heinrich henri enrico enrique hendrik henk heinz
james jim jimmy jamie jaime giacomo
jennifer jen jenny
john johann johannes hans jean juan giovanni jan ivan jack johnny jon
jonathan jon jonny
joseph joe josef jose giuseppe pepe beppe
joshua josh
katherine kate
lawrence larry laurence laurent lorenzo lars
lewis louis luis luigi ludwig lou
margaret maggie meg peggy margarita margherita margarethe greta
mary maria marie mariya mia
matthew matt matthias matteo mateo mathieu
michael mike mick michel michele miguel mikhail mischa
nicholas nick nicolas niklas nikolaus nicola klaus nico
patricia pat patty trish
patrick pat paddy patricio patrizio
paul paolo pablo pavel
peter pete pedro pierre pietro piotr
philip phil philipp philippe felipe filippo
richard rick dick rich ricardo riccardo
robert rob bob bobby roberto rupert
ronald ron ronnie
samuel sam sammy
stephen steve steven stefan stephan esteban stefano etienne
susan sue suzanne susanne susanna
theodore ted theo theodor teodoro
thomas tom tommy tomas tommaso
timothy tim timo
victoria vicky vittoria
vincent vince vincenzo vicente
william will bill billy willy wilhelm guillaume guillermo guglielmo liam
"""

GIVEN_NAMES: Final[dict[str, frozenset[str]]] = {
    name: frozenset(line.split()[0] for line in _FORMS.strip().splitlines() if name in line.split())
    for name in _FORMS.split()
}
"""Each form, and the names that it may stand for: ``pat`` is Patricia or Patrick."""
