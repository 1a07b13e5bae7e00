"""What careers are generated from: everyday titles, departments and companies in six languages. Data. Pure.

Written down as such titles stand on business cards, not after the readers' stems. The rungs of a ladder rise.
"""

from typing import Final

LADDERS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "en": {
        "finance": (
            "Junior Accountant", "Accountant", "Senior Accountant", "Accounting Manager", "Finance Director",
            "Chief Financial Officer",
        ),
        "marketing": (
            "Marketing Assistant", "Marketing Specialist", "Senior Marketing Specialist", "Head of Marketing",
            "VP Marketing", "Chief Marketing Officer",
        ),
        "sales": (
            "Junior Sales Representative", "Sales Representative", "Senior Account Executive",
            "Regional Sales Manager", "Sales Director", "VP Sales",
        ),
        "human-resources": (
            "HR Intern", "HR Specialist", "Senior Recruiter", "HR Manager", "Director of Human Resources",
            "Chief People Officer",
        ),
        "information-technology": (
            "IT Trainee", "Systems Administrator", "Senior Systems Administrator", "IT Manager", "Head of IT",
            "Chief Information Officer",
        ),
        "purchasing": (
            "Junior Buyer", "Buyer", "Senior Buyer", "Purchasing Manager", "Head of Procurement", "VP Procurement",
        ),
        "logistics": (
            "Logistics Trainee", "Logistics Coordinator", "Senior Supply Chain Planner", "Warehouse Manager",
            "Head of Logistics", "VP Supply Chain",
        ),
        "engineering": (
            "Junior Software Engineer", "Software Engineer", "Senior Software Engineer", "Engineering Manager",
            "Director of Engineering", "Chief Technology Officer",
        ),
        "legal": (
            "Legal Intern", "Legal Counsel", "Senior Legal Counsel", "Head of Legal",
            "General Counsel and VP Legal",
        ),
    },
    "de": {
        "finance": (
            "Junior Buchhalter", "Buchhalter", "Senior Controller", "Leiter Finanzbuchhaltung",
            "Direktor Finanzen", "Vorstand Finanzen (CFO)",
        ),
        "marketing": (
            "Werkstudentin Marketing", "Marketingreferentin", "Senior Marketing Managerin", "Marketingleiterin",
            "Direktorin Marketing",
        ),
        "sales": (
            "Trainee Vertrieb", "Vertriebsmitarbeiter", "Senior Key Account Manager", "Vertriebsleiter",
            "Vertriebsdirektor",
        ),
        "human-resources": (
            "Auszubildende Personal", "Personalreferentin", "Senior HR Business Partner", "Personalleiterin",
            "Direktorin Human Resources",
        ),
        "information-technology": (
            "Werkstudent IT", "Systemadministrator", "Senior Systemadministrator", "IT-Leiter",
            "Bereichsleiter IT",
        ),
        "purchasing": ("Trainee Einkauf", "Einkäufer", "Senior Einkäufer", "Teamleiter Einkauf", "Einkaufsleiter"),
        "logistics": (
            "Auszubildender Logistik", "Disponent", "Teamleiter Lager", "Logistikleiter",
            "Bereichsleiter Logistik",
        ),
        "engineering": (
            "Werkstudent Entwicklung", "Softwareentwickler", "Senior Softwareentwickler", "Entwicklungsleiter",
            "Bereichsleiter Entwicklung",
        ),
        "legal": (
            "Praktikantin Recht", "Syndikusrechtsanwältin", "Senior Legal Counsel", "Leiterin Recht",
            "Direktorin Recht",
        ),
    },
    "fr": {
        "finance": (
            "Stagiaire comptabilité", "Comptable", "Contrôleur de gestion senior", "Responsable comptable",
            "Directeur financier",
        ),
        "marketing": (
            "Stagiaire marketing", "Chargée de marketing", "Responsable marketing", "Directrice marketing",
        ),
        "sales": (
            "Commercial junior", "Commercial", "Commercial senior", "Responsable des ventes",
            "Directeur commercial",
        ),
        "human-resources": (
            "Stagiaire ressources humaines", "Chargée de recrutement", "Responsable ressources humaines",
            "Directrice des ressources humaines",
        ),
        "information-technology": (
            "Stagiaire informatique", "Administrateur systèmes", "Responsable informatique",
            "Directeur des systèmes d'information",
        ),
        "purchasing": (
            "Acheteur junior", "Acheteur", "Acheteur senior", "Responsable des achats", "Directeur des achats",
        ),
        "logistics": (
            "Stagiaire logistique", "Gestionnaire logistique", "Responsable logistique", "Directeur logistique",
        ),
        "engineering": (
            "Développeur junior", "Développeur", "Développeur senior", "Responsable développement logiciel",
            "Directeur technique",
        ),
        "legal": (
            "Stagiaire juridique", "Juriste", "Juriste senior", "Responsable juridique", "Directrice juridique",
        ),
    },
    "es": {
        "finance": (
            "Becario de contabilidad", "Contable", "Contable senior", "Jefe de contabilidad",
            "Director financiero",
        ),
        "marketing": (
            "Becaria de marketing", "Especialista en marketing", "Responsable de marketing",
            "Directora de marketing",
        ),
        "sales": ("Comercial junior", "Comercial", "Comercial senior", "Jefe de ventas", "Director comercial"),
        "human-resources": (
            "Becaria de recursos humanos", "Técnica de recursos humanos", "Responsable de recursos humanos",
            "Directora de recursos humanos",
        ),
        "information-technology": (
            "Becario de informática", "Administrador de sistemas", "Jefe de sistemas", "Director de sistemas",
        ),
        "purchasing": (
            "Comprador junior", "Comprador", "Comprador senior", "Jefe de compras", "Director de compras",
        ),
        "logistics": (
            "Becario de logística", "Técnico de logística", "Responsable de logística", "Director de logística",
        ),
        "engineering": (
            "Desarrollador junior", "Desarrollador de software", "Desarrollador senior", "Jefe de ingeniería",
            "Director de ingeniería",
        ),
        "legal": (
            "Becaria jurídica", "Abogada", "Abogada senior", "Responsable del departamento jurídico",
            "Directora jurídica",
        ),
    },
    "nl": {
        "finance": (
            "Stagiair boekhouding", "Boekhouder", "Senior boekhouder", "Hoofd boekhouding", "Financieel directeur",
        ),
        "marketing": (
            "Stagiair marketing", "Marketingmedewerker", "Senior marketeer", "Marketingmanager", "Hoofd marketing",
            "Marketingdirecteur",
        ),
        "sales": (
            "Junior verkoper", "Verkoper", "Senior accountmanager", "Verkoopleider", "Hoofd verkoop",
            "Verkoopdirecteur",
        ),
        "human-resources": (
            "Stagiair HR", "HR-medewerker", "Senior recruiter", "HR-manager", "Hoofd personeelszaken",
            "HR-directeur",
        ),
        "information-technology": (
            "Stagiair ICT", "Systeembeheerder", "Senior systeembeheerder", "ICT-manager", "Hoofd ICT",
        ),
        "purchasing": (
            "Junior inkoper", "Inkoper", "Senior inkoper", "Inkoopmanager", "Hoofd inkoop", "Inkoopdirecteur",
        ),
        "logistics": (
            "Stagiair logistiek", "Logistiek medewerker", "Logistiek manager", "Hoofd logistiek",
            "Directeur logistiek",
        ),
        "engineering": (
            "Junior softwareontwikkelaar", "Softwareontwikkelaar", "Senior softwareontwikkelaar",
            "Hoofd softwareontwikkeling",
        ),
        "legal": ("Stagiair juridische zaken", "Bedrijfsjurist", "Senior bedrijfsjurist", "Hoofd juridische zaken"),
    },
    "it": {
        "finance": (
            "Stagista contabilità", "Contabile", "Contabile senior", "Responsabile amministrazione e finanza",
            "Direttore finanziario",
        ),
        "marketing": ("Stagista marketing", "Addetta marketing", "Responsabile marketing", "Direttrice marketing"),
        "sales": ("Venditore junior", "Venditore", "Venditore senior", "Responsabile vendite", "Direttore vendite"),
        "human-resources": (
            "Stagista risorse umane", "Addetta risorse umane", "Responsabile risorse umane",
            "Direttrice risorse umane",
        ),
        "information-technology": (
            "Stagista informatica", "Sistemista", "Sistemista senior", "Responsabile IT",
            "Direttore sistemi informativi",
        ),
        "purchasing": ("Buyer junior", "Buyer", "Buyer senior", "Responsabile acquisti", "Direttore acquisti"),
        "logistics": ("Stagista logistica", "Addetto logistica", "Responsabile logistica", "Direttore logistica"),
        "engineering": (
            "Sviluppatore junior", "Sviluppatore software", "Sviluppatore senior",
            "Responsabile sviluppo software", "Direttore tecnico",
        ),
        "legal": (
            "Stagista legale", "Avvocato", "Avvocato senior", "Responsabile legale", "Direttrice affari legali",
        ),
    },
}  # fmt: skip

DEPARTMENTS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "en": {
        "finance": ("Finance", "Finance & Accounting"), "marketing": ("Marketing", "Marketing Team"),
        "sales": ("Sales", "Sales Department"), "human-resources": ("HR", "Human Resources", "People & Culture"),
        "information-technology": ("IT", "Information Technology"), "purchasing": ("Purchasing", "Procurement"),
        "logistics": ("Logistics", "Supply Chain"), "legal": ("Legal", "Legal Department"),
    },
    "de": {
        "finance": ("Finanzen", "Finanzabteilung"), "marketing": ("Marketing", "Marketingabteilung"),
        "sales": ("Vertrieb", "Verkauf"), "human-resources": ("Personal", "Personalabteilung", "HR"),
        "information-technology": ("IT", "EDV"), "purchasing": ("Einkauf", "Beschaffung"),
        "logistics": ("Logistik", "Abt. Logistik"), "legal": ("Recht", "Rechtsabteilung"),
    },
    "fr": {
        "finance": ("Finances", "Direction financière"), "marketing": ("Marketing", "Service marketing"),
        "sales": ("Ventes", "Service commercial"), "human-resources": ("RH", "Ressources humaines"),
        "information-technology": ("Informatique", "DSI"), "purchasing": ("Achats", "Service achats"),
        "logistics": ("Logistique", "Service logistique"), "legal": ("Juridique", "Service juridique"),
    },
    "es": {
        "finance": ("Finanzas", "Departamento financiero"), "marketing": ("Marketing", "Departamento de marketing"),
        "sales": ("Ventas", "Departamento comercial"), "human-resources": ("RRHH", "Recursos Humanos"),
        "information-technology": ("Sistemas", "Informática"), "purchasing": ("Compras", "Departamento de compras"),
        "logistics": ("Logística", "Departamento de logística"), "legal": ("Jurídico", "Departamento jurídico"),
    },
    "nl": {
        "finance": ("Financiën", "Afdeling financiën"), "marketing": ("Marketing", "Afdeling marketing"),
        "sales": ("Verkoop", "Sales"), "human-resources": ("HR", "Personeelszaken"),
        "information-technology": ("ICT", "IT"), "purchasing": ("Inkoop", "Afdeling inkoop"),
        "logistics": ("Logistiek", "Afdeling logistiek"),
        "legal": ("Juridische zaken", "Afdeling juridische zaken"),
    },
    "it": {
        "finance": ("Finanza", "Amministrazione e finanza"), "marketing": ("Marketing", "Ufficio marketing"),
        "sales": ("Vendite", "Ufficio vendite"), "human-resources": ("HR", "Risorse umane"),
        "information-technology": ("IT", "Sistemi informativi"), "purchasing": ("Acquisti", "Ufficio acquisti"),
        "logistics": ("Logistica", "Ufficio logistica"), "legal": ("Legale", "Ufficio legale"),
    },
}  # fmt: skip
"""The names of one department, which is renamed from one to another of them."""

REWORDED: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "en": (
        ("Senior Accountant", "Sr. Accountant"), ("VP Sales", "Vice President, Sales"),
        ("CFO", "Chief Financial Officer"),
        ("Head of Marketing", "Marketing Head"), ("HR Manager", "Human Resources Manager"),
        ("Sales Director", "Director of Sales"),
        ("Software Engineer", "software engineer"), ("Purchasing Manager", "Purchasing Mgr"),
    ),
    "de": (
        ("Vertriebsleiter", "Vertriebsleiterin"), ("Leiter Einkauf", "Leiterin Einkauf"),
        ("Geschäftsführer", "Geschaeftsfuehrer"),
        ("Personalreferent (m/w/d)", "Personalreferent"), ("Leiter Logistik", "Leitung Logistik"),
        ("IT-Leiter", "IT Leiter"),
        ("Buchhalter", "Buchhalterin"), ("Assistentin der Geschäftsführung", "Assistenz der Geschäftsführung"),
    ),
    "fr": (
        ("Directeur commercial", "Directrice commerciale"), ("Responsable des achats", "Responsable achats"),
        ("Directeur des ressources humaines", "DRH"), ("Chargé de recrutement", "Chargée de recrutement"),
        ("Développeur", "Développeuse"), ("Contrôleur de gestion", "Controleur de Gestion"),
    ),
    "es": (
        ("Director de compras", "Directora de compras"), ("Jefe de ventas", "Jefa de ventas"),
        ("Director financiero", "DIRECTOR FINANCIERO"),
        ("Responsable de logística", "Responsable de logistica"), ("Abogado", "Abogada"),
        ("Administrador de sistemas", "Administradora de sistemas"),
    ),
    "nl": (
        ("Hoofd inkoop", "hoofd inkoop"), ("Verkoper", "Verkoopster"), ("Boekhouder", "Boekhoudster"),
        ("HR-manager", "HR manager"),
        ("Sr. inkoper", "Senior inkoper"), ("Directeur logistiek", "Logistiek directeur"),
    ),
    "it": (
        ("Direttore vendite", "Direttrice vendite"), ("Responsabile acquisti", "Resp. acquisti"),
        ("Avvocato", "Avvocata"),
        ("Direttore finanziario", "DIRETTORE FINANZIARIO"), ("Venditore", "Venditrice"),
        ("Responsabile risorse umane", "Responsabile HR"),
    ),
}  # fmt: skip

ON_THE_BOARD: Final = {
    "en": " & Member of the Advisory Board", "de": ", Mitglied des Beirats",
    "fr": " et membre du conseil d'administration",
    "es": " y miembro del consejo de administración", "nl": " en lid van de raad van commissarissen",
    "it": " e membro del consiglio di amministrazione",
}  # fmt: skip

COMPANIES: Final = (
    ("Siemens", "siemens.com"), ("Bosch", "bosch.com"), ("Allianz", "allianz.com"), ("Bayer", "bayer.com"),
    ("Continental", "continental.com"),
    ("Henkel", "henkel.com"), ("Deutsche Telekom", "telekom.com"), ("Lufthansa", "lufthansa.com"),
    ("Adidas", "adidas.com"), ("Infineon Technologies", "infineon.com"),
    ("TotalEnergies", "totalenergies.com"), ("Sanofi", "sanofi.com"), ("Danone", "danone.com"),
    ("Schneider Electric", "se.com"), ("Michelin", "michelin.com"),
    ("L'Oréal", "loreal.com"), ("Carrefour", "carrefour.com"), ("Thales", "thalesgroup.com"),
    ("Renault", "renault.com"), ("Saint-Gobain", "saint-gobain.com"),
    ("Telefónica", "telefonica.com"), ("Iberdrola", "iberdrola.com"), ("Inditex", "inditex.com"),
    ("Repsol", "repsol.com"), ("Ferrovial", "ferrovial.com"),
    ("Philips", "philips.com"), ("Heineken", "heineken.com"), ("ASML", "asml.com"),
    ("Akzo Nobel", "akzonobel.com"), ("Randstad", "randstad.com"),
    ("Enel", "enel.com"), ("Pirelli", "pirelli.com"), ("Ferrero", "ferrero.com"), ("Barilla", "barilla.com"),
    ("Leonardo", "leonardo.com"),
    ("Microsoft", "microsoft.com"), ("Caterpillar", "cat.com"), ("Procter & Gamble", "pg.com"),
    ("Johnson Controls", "johnsoncontrols.com"), ("Honeywell", "honeywell.com"),
    ("Unilever", "unilever.com"), ("Rolls-Royce", "rolls-royce.com"), ("Vodafone", "vodafone.com"),
    ("Diageo", "diageo.com"), ("Nestlé", "nestle.com"),
    ("Novartis", "novartis.com"), ("Sandvik", "sandvik.com"), ("Ericsson", "ericsson.com"),
    ("Maersk", "maersk.com"), ("Novo Nordisk", "novonordisk.com"),
    ("Nokia", "nokia.com"), ("Equinor", "equinor.com"), ("Voestalpine", "voestalpine.com"),
    ("Andritz", "andritz.com"), ("Solvay", "solvay.com"),
)  # fmt: skip
"""Names of companies and their domains: public facts."""

LEGAL_FORMS: Final = {
    "en": (" Inc.", " Ltd", " plc", " Corporation"), "de": (" AG", " GmbH", " GmbH & Co. KG", " SE"),
    "fr": (" S.A.", " SAS", " SARL"),
    "es": (" S.A.", " S.L."), "nl": (" N.V.", " B.V."), "it": (" S.p.A.", " S.r.l."),
}  # fmt: skip

NO_COMPANY: Final = {
    "en": ("Freelance", "n/a", "Self-employed", "Student", "-"),
    "de": ("Freiberufler", "selbstständig", "k.A.", "Student"),
    "fr": ("Indépendant", "Freelance", "Étudiant"), "es": ("Autónomo", "Freelance", "Estudiante"),
    "nl": ("ZZP", "Freelance", "Student"),
    "it": ("Libero professionista", "Freelance", "Studente"),
}  # fmt: skip

PEOPLE: Final = (
    ("Anna", "Keller"), ("Paul", "Martin"), ("Lucía", "García"), ("Sanne", "de Vries"), ("Giulia", "Rossi"),
    ("Emma", "Clarke"),
    ("Jonas", "Weber"), ("Camille", "Dubois"), ("Diego", "Fernández"), ("Daan", "Bakker"), ("Marco", "Bianchi"),
    ("Oliver", "Hughes"),
)  # fmt: skip
