"""Names that no rule relates: short acronyms, renamed and parent companies. Public facts. Data. Pure.

Well known ones only: a name is no evidence of who owns whom, and a list is old the day it is made. Anything else has to
come from the CRM: one account, one domain, or "formerly". Each fact stands in the companies' own annual reports.
"""

from typing import Final

_ONE_COMPANY: Final = """
aws|amazon web services
bat|british american tobacco
bp|british petroleum
csc|computer sciences
dtag|deutsche telekom
ey|ernst young
ge|general electric
gm|general motors
gsk|glaxosmithkline
hm|hennes mauritz
hp|hewlett packard
hpe|hewlett packard enterprise
jcb|jc bamford excavators
jj|johnson johnson
jlr|jaguar land rover
jpmorgan|jpmorgan chase
lufthansa|deutsche lufthansa
maersk|ap moller maersk
msft|microsoft
pg|procter gamble
pmi|philip morris international
pwc|pricewaterhousecoopers
pwc|price waterhouse coopers
ti|texas instruments
vw|volkswagen
zf|zf friedrichshafen
"""

_RENAMED_OR_OWNED: Final = """
accenture|andersen consulting
alphabet|google
altria|philip morris
aptiv|delphi automotive
bae systems|british aerospace
block|square
booking holdings|priceline
bytedance|tiktok
daimler|mercedes benz
daimlerchrysler|mercedes benz
dong energy|orsted
elevance health|anthem
engie|gdf suez
equinor|statoil
lumen|centurylink
matsushita|panasonic
matsushita electric industrial|panasonic
meta|facebook
meta platforms|facebook
microsoft|linkedin
mondelez|kraft foods
nokia siemens networks|nokia networks
orange|france telecom
rtx|raytheon
salesforce|slack
signify|philips lighting
sk hynix|hynix semiconductor
stellantis|fiat chrysler automobiles
stellantis|psa peugeot citroen
totalenergies|total
truist|bb t
truist|suntrust
unicredit|hypovereinsbank
viatris|mylan
whatsapp|facebook
x|twitter
ww|weight watchers
youtube|google
"""


def _pairs(text: str) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(side.replace(" ", "") for side in line.split("|")) for line in text.strip().splitlines())


ONE_COMPANY: Final = _pairs(_ONE_COMPANY)
"""Pairs of names of one company, without spaces, legal forms and "and"."""

RENAMED_OR_OWNED: Final = _pairs(_RENAMED_OR_OWNED)
"""Pairs of a company and its former name, its parent or what it came from. They are related, no more."""
