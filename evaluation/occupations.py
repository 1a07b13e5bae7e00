"""Which functions an occupation's ISCO-08 unit group stands for. Pure.

Written from the groups' definitions (International Labour Organization, "ISCO-08, Volume I", 2012) before any title of
them was read. A group that lies across two of our functions accepts both; groups that lie across more, such as
management analysts or business services managers, are left out, and so are all occupations outside the functions
(nurses, cooks, farmers).
"""

from typing import Final

from movewatch.classifiers.functions import Function

FUNCTIONS: Final[dict[str, frozenset[Function]]] = {
    group: frozenset(functions)
    for groups, functions in (
        ("1120", (Function.EXECUTIVE,)),
        ("1211 2411 2412 2413 3311 3312 3313 4311 4312", (Function.FINANCE,)),
        ("4313", (Function.FINANCE, Function.HUMAN_RESOURCES)),
        ("1212 2423 2424 3333", (Function.HUMAN_RESOURCES,)),
        ("1221", (Function.SALES, Function.MARKETING)),
        ("1222", (Function.MARKETING, Function.COMMUNICATIONS)),
        ("1223", (Function.RESEARCH, Function.PRODUCT)),
        ("1321", (Function.PRODUCTION, Function.OPERATIONS)),
        ("1324", (Function.LOGISTICS, Function.PURCHASING)),
        ("1330", (Function.INFORMATION_TECHNOLOGY, Function.PROJECT_MANAGEMENT)),
        ("2141", (Function.ENGINEERING, Function.PRODUCTION)),
        ("2142 2143 2144 2145 2146 2149 2151 2152 2153 3113 3114 3115", (Function.ENGINEERING,)),
        ("2431", (Function.MARKETING,)),
        ("2432", (Function.COMMUNICATIONS,)),
        ("2433 2434 3322", (Function.SALES,)),
        ("2511 2512 2513 2514 2519", (Function.ENGINEERING, Function.INFORMATION_TECHNOLOGY)),
        ("2521 2522 2523 3511 3512 3513 3514", (Function.INFORMATION_TECHNOLOGY,)),
        ("2529", (Function.INFORMATION_TECHNOLOGY, Function.SECURITY)),
        ("2611 2619 3411", (Function.LEGAL,)),
        ("3122", (Function.PRODUCTION,)),
        ("3323", (Function.PURCHASING,)),
        ("3331 4321 4323", (Function.LOGISTICS,)),
        ("3334", (Function.REAL_ESTATE,)),
        ("3341 3343 4110 4120", (Function.ADMINISTRATION,)),
        ("3342", (Function.ADMINISTRATION, Function.LEGAL)),
        ("4222", (Function.CUSTOMER_SUPPORT,)),
        ("4322", (Function.PRODUCTION, Function.LOGISTICS)),
        ("5414", (Function.SECURITY,)),
        ("7543", (Function.QUALITY,)),
    )
    for group in groups.split()
}
