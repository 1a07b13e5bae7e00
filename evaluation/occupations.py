"""Which functions an occupation stands for, by its group in ISCO-08 or in the SOC 2018 of the United States. Pure.

Written from the groups' definitions (International Labour Organization, "ISCO-08, Volume I", 2012; Bureau of Labor
Statistics, "2018 Standard Occupational Classification Manual") before any title of them was read; of the SOC's
managers some titles had been seen. A group that lies across two of our functions accepts both; groups that lie across
more, such as management analysts, business services managers or chief executives with all who report to them, are left
out, and so are all occupations outside the functions (nurses, cooks, farmers).
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

_F: Final = Function
_SOC: Final[dict[str, tuple[Function, ...]]] = {
    "11-1021": (_F.EXECUTIVE, _F.OPERATIONS),
    "11-1011.03 13-1199.05": (_F.STRATEGY,),
    "11-2011 13-1121 13-1161 27-1011 27-1024": (_F.MARKETING,),
    "11-2021": (_F.MARKETING, _F.PRODUCT),
    "11-2022 41-1011 41-1012 41-2031 41-4011 41-4012 41-9031 41-9041": (_F.SALES,),
    "41-3011 41-9011": (_F.SALES, _F.MARKETING),
    "11-2032 11-2033 13-1131 27-3031 27-3041": (_F.COMMUNICATIONS,),
    "11-3012 43-2011 43-4071 43-4171 43-6011 43-6014 43-9021 43-9022 43-9061": (_F.ADMINISTRATION,),
    "43-6012": (_F.ADMINISTRATION, _F.LEGAL),
    "11-3013": (_F.ADMINISTRATION, _F.REAL_ESTATE),
    "11-3013.01 11-9199.08 13-1199.07 33-9021 33-9032 33-9099.02": (_F.SECURITY,),
    "11-3021 15-1251 15-1252 15-1254 15-1299.08": (_F.INFORMATION_TECHNOLOGY, _F.ENGINEERING),
    "15-1211 15-1231 15-1241 15-1242 15-1243 15-1244 15-1299.01": (_F.INFORMATION_TECHNOLOGY,),
    "15-1232": (_F.INFORMATION_TECHNOLOGY, _F.CUSTOMER_SUPPORT),
    "15-1212": (_F.INFORMATION_TECHNOLOGY, _F.SECURITY),
    "15-1253": (_F.QUALITY, _F.ENGINEERING),
    "15-1299.09": (_F.INFORMATION_TECHNOLOGY, _F.PROJECT_MANAGEMENT),
    "11-3031 13-1031 13-1032 13-2011 13-2031 13-2041 13-2051 13-2052 13-2053 13-2054 13-2061 13-2072 13-2082": (
        _F.FINANCE,
    ),
    "13-2099.01 15-2011 43-3011 43-3021 43-3031 43-3071 43-4011 43-4041 43-4131 43-4141 43-9041": (_F.FINANCE,),
    "43-3051": (_F.FINANCE, _F.HUMAN_RESOURCES),
    "13-2099.04": (_F.FINANCE, _F.SECURITY),
    "41-3021 41-3031": (_F.SALES, _F.FINANCE),
    "13-2023": (_F.REAL_ESTATE, _F.FINANCE),
    "11-3051": (_F.PRODUCTION, _F.OPERATIONS),
    "11-3051.01 51-9061": (_F.QUALITY,),
    "49-1011 49-9041 49-9043 49-9071 51-1011": (_F.PRODUCTION,),
    "43-5061": (_F.PRODUCTION, _F.LOGISTICS),
    "11-3061 13-1022 13-1023 43-3061": (_F.PURCHASING,),
    "11-3071 13-1081 43-5011 43-5032 43-5071 53-1042 53-1043 53-1047": (_F.LOGISTICS,),
    "11-3111 11-3121 11-3131 13-1071 13-1075 13-1141 13-1151 43-4161": (_F.HUMAN_RESOURCES,),
    "11-9041 17-2 17-3": (_F.ENGINEERING,),
    "11-9121 15-1221 15-2041 19-1011 19-1012 19-1013 19-1021 19-1022 19-1029 19-1041 19-1042": (_F.RESEARCH,),
    "19-2012 19-2031 19-2032": (_F.RESEARCH,),
    "11-9141 41-9021 41-9022": (_F.REAL_ESTATE,),
    "11-9199.01 13-1041.07": (_F.LEGAL, _F.QUALITY),
    "11-9199.02 13-1041.00 23-1011 23-2011 23-2093": (_F.LEGAL,),
    "43-4051": (_F.CUSTOMER_SUPPORT,),
}
_BY_SOC: Final = {group: frozenset(functions) for groups, functions in _SOC.items() for group in groups.split()}


def functions_of_soc(code: str) -> frozenset[Function]:
    """The functions of a code such as ``11-3051.01``, by the longest group that it begins with; none: left out."""
    return next((_BY_SOC[code[:length]] for length in range(len(code), 0, -1) if code[:length] in _BY_SOC), frozenset())
