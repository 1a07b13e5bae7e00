"""What titles mean."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from movewatch.classifiers.title_stems import STEMS, WEAK_STEMS
from movewatch.classifiers.titles import Function, Seniority, compare_levels, read_title, same_title
from movewatch.policy import DEFAULT_POLICY, parse_policy
from schemas.base import Level

F, S = Function, Seniority

TITLES = [
    # 1-8. Plain titles in English, long, short and abbreviated.
    (1, "CFO", F.FINANCE, S.EXECUTIVE),
    (2, "Chief Financial Officer", F.FINANCE, S.EXECUTIVE),
    (3, "V.P. Sales", F.SALES, S.VICE_PRESIDENT),
    (4, "Vice President, Marketing", F.MARKETING, S.VICE_PRESIDENT),
    (5, "Head of Procurement", F.PURCHASING, S.HEAD),
    (6, "Sr. Mgr, Engineering", F.ENGINEERING, S.MANAGER),
    (7, "Senior Software Engineer", F.ENGINEERING, S.SENIOR),
    (8, "Controller", F.FINANCE, S.PROFESSIONAL),
    # 9-17. German: compounds, gendered forms, marks of gender.
    (9, "Leiterin Einkauf", F.PURCHASING, S.HEAD),
    (10, "Vertriebsleiter (m/w/d)", F.SALES, S.HEAD),
    (11, "Teamleiter Kundenservice", F.CUSTOMER_SUPPORT, S.LEAD),
    (12, "Geschäftsführer", F.EXECUTIVE, S.EXECUTIVE),
    (13, "Werkstudent Marketing", F.MARKETING, S.TRAINING),
    (14, "Sachbearbeiterin Buchhaltung", F.FINANCE, S.PROFESSIONAL),
    (15, "Bereichsleiterin Logistik", F.LOGISTICS, S.DIRECTOR),
    (16, "Kaufmännische Leiterin", F.FINANCE, S.HEAD),
    (17, "Leiter*in Personal", F.HUMAN_RESOURCES, S.HEAD),
    # 18-23. French and Spanish.
    (18, "Directrice des ressources humaines", F.HUMAN_RESOURCES, S.DIRECTOR),
    (19, "Responsable achats", F.PURCHASING, S.MANAGER),
    (20, "Directeur Général", F.EXECUTIVE, S.EXECUTIVE),
    (21, "Ingénieur d'affaires", F.SALES, S.PROFESSIONAL),
    (22, "Jefe de compras", F.PURCHASING, S.MANAGER),
    (23, "Directora de Recursos Humanos", F.HUMAN_RESOURCES, S.DIRECTOR),
    # 24-28. Who assists somebody senior is not senior, however high that person stands.
    (24, "Assistant to the CEO", F.ADMINISTRATION, S.PROFESSIONAL),
    (25, "Executive Assistant", F.ADMINISTRATION, S.PROFESSIONAL),
    (26, "Vorstandsassistentin", F.ADMINISTRATION, S.PROFESSIONAL),
    (27, "Assistenz der Geschäftsführung", F.ADMINISTRATION, S.PROFESSIONAL),
    (28, "Director's Assistant", F.ADMINISTRATION, S.PROFESSIONAL),
    (62, "Referent der Geschäftsleitung", F.ADMINISTRATION, S.PROFESSIONAL),
    # 29-31. But an assistant director is nearly one: one level below.
    (29, "Assistant Director of Finance", F.FINANCE, S.HEAD),
    (30, "Deputy Head of Legal", F.LEGAL, S.MANAGER),
    (31, "Associate Director, Research", F.RESEARCH, S.HEAD),
    # 32-35. "Manager" that manages no people; "lead" that leads none.
    (32, "Product Manager", F.PRODUCT, S.PROFESSIONAL),
    (33, "Project Manager", F.PROJECT_MANAGEMENT, S.PROFESSIONAL),
    (34, "Key Account Manager", F.SALES, S.PROFESSIONAL),
    (35, "Lead Generation Specialist", F.MARKETING, S.PROFESSIONAL),
    # 36-40. Several functions: a phrase beats its words, the head of a compound its first part.
    (36, "Senior Product Marketing Manager", F.MARKETING, S.SENIOR),
    (37, "Business Development Manager", F.BUSINESS_DEVELOPMENT, S.PROFESSIONAL),
    (38, "IT Recruiter", F.HUMAN_RESOURCES, S.PROFESSIONAL),
    (39, "IT-Projektleiter", F.PROJECT_MANAGEMENT, S.PROFESSIONAL),
    (40, "Sales and Marketing Director", F.SALES, S.DIRECTOR),
    # 41-43. An administrator of systems, and one of an office.
    (41, "Systems Administrator", F.INFORMATION_TECHNOLOGY, S.PROFESSIONAL),
    (42, "Office Administrator", F.ADMINISTRATION, S.PROFESSIONAL),
    (43, "Chief Information Security Officer", F.SECURITY, S.EXECUTIVE),
    # 44-47. Training beats what it trains for, and "internal" is no intern.
    (44, "Sales Intern", F.SALES, S.TRAINING),
    (45, "Trainee Manager", None, S.TRAINING),
    (46, "Internal Auditor", F.FINANCE, S.PROFESSIONAL),
    (47, "Junior Project Manager", F.PROJECT_MANAGEMENT, S.JUNIOR),
    # 48-51. Owners and boards.
    (48, "Founder & CEO", F.EXECUTIVE, S.OWNER_OR_BOARD),
    (49, "Product Owner", F.PRODUCT, S.PROFESSIONAL),
    (50, "Mitglied des Aufsichtsrats", F.EXECUTIVE, S.OWNER_OR_BOARD),
    (51, "Executive Director", F.EXECUTIVE, S.EXECUTIVE),
    # 52-54. A function alone, a level alone, an acronym with three meanings: abstain from the rest.
    (52, "Marketing", F.MARKETING, None),
    (53, "Manager", None, S.MANAGER),
    (54, "CPO", None, S.EXECUTIVE),
    # 55-60. No title, or no present position: abstain.
    (55, None, None, None),
    (56, "  ", None, None),
    (57, "n/a", None, None),
    (58, "Former CEO", None, None),
    (59, "Student", None, None),
    (60, "Wizard of Light Bulb Moments", None, None),
    # 61. A known occupation outside the list.
    (61, "Nurse", F.OTHER, S.PROFESSIONAL),
    # 63-66. The rest of the levels: each stands at least twice in this table.
    (63, "Junior Developer", F.ENGINEERING, S.JUNIOR),
    (64, "Principal Scientist", F.RESEARCH, S.SENIOR),
    (65, "Team Lead Customer Support", F.CUSTOMER_SUPPORT, S.LEAD),
    (66, "Supervisor, Warehouse", F.LOGISTICS, S.LEAD),
    # 67-94. Dutch: compounds with "manager", "hoofd", "medewerker", gendered forms.
    (67, "Hoofd Inkoop", F.PURCHASING, S.HEAD),
    (68, "Inkoper", F.PURCHASING, S.PROFESSIONAL),
    (69, "Directeur Financiën", F.FINANCE, S.DIRECTOR),
    (70, "Financieel directeur", F.FINANCE, S.DIRECTOR),
    (71, "Medewerker klantenservice", F.CUSTOMER_SUPPORT, S.PROFESSIONAL),
    (72, "Verkoopmanager", F.SALES, S.MANAGER),
    (73, "Verkoopster binnendienst", F.SALES, S.PROFESSIONAL),
    (74, "Directiesecretaresse", F.ADMINISTRATION, S.PROFESSIONAL),
    (75, "Personeelsmanager", F.HUMAN_RESOURCES, S.MANAGER),
    (76, "Hoofd Personeelszaken", F.HUMAN_RESOURCES, S.HEAD),
    (77, "Algemeen directeur", F.EXECUTIVE, S.EXECUTIVE),
    (78, "Bestuurder", F.EXECUTIVE, S.EXECUTIVE),
    (79, "Bedrijfsjurist", F.LEGAL, S.PROFESSIONAL),
    (80, "Boekhouder", F.FINANCE, S.PROFESSIONAL),
    (81, "Softwareontwikkelaar", F.ENGINEERING, S.PROFESSIONAL),
    (82, "Projectleider", F.PROJECT_MANAGEMENT, S.PROFESSIONAL),
    (83, "Magazijnmedewerker", F.LOGISTICS, S.PROFESSIONAL),
    (84, "Productieleider", F.PRODUCTION, S.MANAGER),
    (85, "Kwaliteitsmanager", F.QUALITY, S.MANAGER),
    (86, "Adviseur", F.CONSULTING, S.PROFESSIONAL),
    (87, "Stagiair marketing", F.MARKETING, S.TRAINING),
    (88, "Eigenaar", F.EXECUTIVE, S.OWNER_OR_BOARD),
    (89, "Lid Raad van Commissarissen", F.EXECUTIVE, S.OWNER_OR_BOARD),
    (90, "Systeembeheerder", F.INFORMATION_TECHNOLOGY, S.PROFESSIONAL),
    (91, "Onderzoeker", F.RESEARCH, S.PROFESSIONAL),
    (92, "Afdelingshoofd ICT", F.INFORMATION_TECHNOLOGY, S.HEAD),
    (93, "Plaatsvervangend hoofd Communicatie", F.COMMUNICATIONS, S.MANAGER),
    (94, "Vestigingsmanager", F.EXECUTIVE, S.DIRECTOR),
    # 95-122. Italian: both genders, "responsabile", "addetto", "capo".
    (95, "Direttore Generale", F.EXECUTIVE, S.EXECUTIVE),
    (96, "Direttrice Risorse Umane", F.HUMAN_RESOURCES, S.DIRECTOR),
    (97, "Amministratore Delegato", F.EXECUTIVE, S.EXECUTIVE),
    (98, "Amministratrice delegata", F.EXECUTIVE, S.EXECUTIVE),
    (99, "Responsabile Acquisti", F.PURCHASING, S.MANAGER),
    (100, "Addetta alle vendite", F.SALES, S.PROFESSIONAL),
    (101, "Direttore Commerciale", F.SALES, S.DIRECTOR),
    (102, "Impiegata amministrativa", F.ADMINISTRATION, S.PROFESSIONAL),
    (103, "Ragioniere", F.FINANCE, S.PROFESSIONAL),
    (104, "Responsabile della Qualità", F.QUALITY, S.MANAGER),
    (105, "Capo Progetto", F.PROJECT_MANAGEMENT, S.PROFESSIONAL),
    (106, "Sviluppatrice software", F.ENGINEERING, S.PROFESSIONAL),
    (107, "Ingegnere meccanico", F.ENGINEERING, S.PROFESSIONAL),
    (108, "Avvocato", F.LEGAL, S.PROFESSIONAL),
    (109, "Responsabile Ufficio Legale", F.LEGAL, S.MANAGER),
    (110, "Magazziniere", F.LOGISTICS, S.PROFESSIONAL),
    (111, "Tirocinante", None, S.TRAINING),
    (112, "Stagista Marketing", F.MARKETING, S.TRAINING),
    (113, "Titolare", F.EXECUTIVE, S.OWNER_OR_BOARD),
    (114, "Fondatrice", F.EXECUTIVE, S.OWNER_OR_BOARD),
    (115, "Membro del Consiglio di Amministrazione", F.EXECUTIVE, S.OWNER_OR_BOARD),
    (116, "Vicedirettore Finanza", F.FINANCE, S.HEAD),
    (117, "Capo reparto produzione", F.PRODUCTION, S.MANAGER),
    (118, "Ricercatrice", F.RESEARCH, S.PROFESSIONAL),
    (119, "Consulente", F.CONSULTING, S.PROFESSIONAL),
    (120, "Segretaria di direzione", F.ADMINISTRATION, S.PROFESSIONAL),
    (121, "Responsabile Servizio Clienti", F.CUSTOMER_SUPPORT, S.MANAGER),
    (122, "Responsabile della Sicurezza Informatica", F.SECURITY, S.MANAGER),
    # 123-132. More of German, French, Spanish: feminine and inclusive forms.
    (123, "Geschäftsführerin", F.EXECUTIVE, S.EXECUTIVE),
    (124, "Abteilungsleiter:in Controlling", F.FINANCE, S.HEAD),
    (125, "Chargé·e de communication", F.COMMUNICATIONS, S.PROFESSIONAL),
    (126, "Directrice générale", F.EXECUTIVE, S.EXECUTIVE),
    (127, "Responsable communication (h/f)", F.COMMUNICATIONS, S.MANAGER),
    (128, "Directrice adjointe marketing", F.MARKETING, S.HEAD),
    (129, "Directora de Operaciones", F.OPERATIONS, S.DIRECTOR),
    (130, "Subdirector de Ventas", F.SALES, S.HEAD),
    (131, "Técnica de laboratorio", F.RESEARCH, S.PROFESSIONAL),
    (132, "Stellv. Leiterin Qualitätssicherung", F.QUALITY, S.MANAGER),
    # 133-144. Abbreviations, as forms of a few characters enforce them.
    (133, "Dir. Fin. EMEA", F.FINANCE, S.DIRECTOR),
    (134, "Hd of Mktg", F.MARKETING, S.HEAD),
    (135, "Sr. Mgr. Ops", F.OPERATIONS, S.MANAGER),
    (136, "VP Eng", F.ENGINEERING, S.VICE_PRESIDENT),
    (137, "Mgr Acctg", F.FINANCE, S.MANAGER),
    (138, "Dir. Comm.", F.COMMUNICATIONS, S.DIRECTOR),
    (139, "SVP, Bus Dev", F.BUSINESS_DEVELOPMENT, S.VICE_PRESIDENT),
    (140, "Proj. Mgr.", F.PROJECT_MANAGEMENT, S.PROFESSIONAL),
    (141, "Prod Mgr", None, S.MANAGER),
    (142, "HRBP", F.HUMAN_RESOURCES, S.PROFESSIONAL),
    (143, "SRE", F.ENGINEERING, S.PROFESSIONAL),
    (144, "AE, Mid-Market", F.SALES, S.PROFESSIONAL),
    # 145-154. Noise: emoji, degrees, slogans, where somebody was before, what somebody looks for.
    (145, "🚀 Head of Growth 🚀", F.MARKETING, S.HEAD),
    (146, "CFO, MBA, CPA", F.FINANCE, S.EXECUTIVE),
    (147, "Product Manager | ex-Google", F.PRODUCT, S.PROFESSIONAL),
    (148, "Engineering Manager (former Director at IBM)", F.ENGINEERING, S.MANAGER),
    (149, "Data Analyst - Open to work", F.INFORMATION_TECHNOLOGY, S.PROFESSIONAL),
    (150, "Dr. Anna Recht, Head of Marketing", F.MARKETING, S.HEAD),
    (151, "Sales Manager | Husband, father of 3, marathon runner", F.SALES, S.MANAGER),
    (152, "Recruiter – we are hiring engineers!", F.HUMAN_RESOURCES, S.PROFESSIONAL),
    (153, "HEAD OF FINANCE", F.FINANCE, S.HEAD),
    (154, "Sales Director #hiring", F.SALES, S.DIRECTOR),
    # 155-164. Acting, interim, fractional: the level is held. Boards and advisers own or oversee.
    (155, "Interim CFO", F.FINANCE, S.EXECUTIVE),
    (156, "Acting Head of Legal", F.LEGAL, S.HEAD),
    (157, "Fractional CMO", F.MARKETING, S.EXECUTIVE),
    (158, "Kommissarische Leiterin Vertrieb", F.SALES, S.HEAD),
    (159, "Directeur financier par intérim", F.FINANCE, S.DIRECTOR),
    (160, "Board Member", F.EXECUTIVE, S.OWNER_OR_BOARD),
    (161, "Non-Executive Director", F.EXECUTIVE, S.OWNER_OR_BOARD),
    (162, "Advisory Board Member", F.EXECUTIVE, S.OWNER_OR_BOARD),
    (163, "Chair of the Audit Committee", F.EXECUTIVE, S.OWNER_OR_BOARD),
    (164, "Co-Founder & CTO", F.EXECUTIVE, S.OWNER_OR_BOARD),
    # 165-180. Titles that say what their words, one by one, do not.
    (165, "Chief of Staff", F.EXECUTIVE, S.HEAD),
    (166, "People Partner", F.HUMAN_RESOURCES, S.PROFESSIONAL),
    (167, "RevOps Lead", F.OPERATIONS, S.LEAD),
    (168, "Founding Engineer", F.ENGINEERING, S.PROFESSIONAL),
    (169, "Senior Manager, Partner Enablement", F.BUSINESS_DEVELOPMENT, S.MANAGER),
    (170, "Director of Product Marketing", F.MARKETING, S.DIRECTOR),
    (171, "IT Security Officer", F.SECURITY, S.PROFESSIONAL),
    (172, "Director of Security Operations", F.SECURITY, S.DIRECTOR),
    (173, "Director, Strategy & Operations", F.STRATEGY, S.DIRECTOR),
    (174, "Real Estate Manager", F.REAL_ESTATE, S.MANAGER),
    (175, "Procurement Quality Engineer", F.QUALITY, S.PROFESSIONAL),
    (176, "Production Planner", F.PRODUCTION, S.PROFESSIONAL),
    (177, "Consultant", F.CONSULTING, S.PROFESSIONAL),
    (178, "Customer Success Director", F.CUSTOMER_SUCCESS, S.DIRECTOR),
    (179, "Strategy Consultant", F.STRATEGY, S.PROFESSIONAL),
    (180, "Surgeon", F.OTHER, S.PROFESSIONAL),
    # 181-190. Money that is lent, claimed, collected or put at risk; a bank's counter.
    (181, "Senior Loan Officer", F.FINANCE, S.SENIOR),
    (182, "Mortgage Broker", F.FINANCE, S.PROFESSIONAL),
    (183, "Claims Manager", F.FINANCE, S.MANAGER),
    (184, "Chief Risk Officer", F.FINANCE, S.EXECUTIVE),
    (185, "Cash Applications Analyst", F.FINANCE, S.PROFESSIONAL),
    (186, "Head of Collections", F.FINANCE, S.HEAD),
    (187, "Leiter Inkasso", F.FINANCE, S.HEAD),
    (188, "Wirtschaftsprüferin", F.FINANCE, S.PROFESSIONAL),
    (189, "Schadebehandelaar", F.FINANCE, S.PROFESSIONAL),
    (190, "Gestionnaire de paie", F.FINANCE, S.PROFESSIONAL),
    # 191-199. People: who trains, places and pays them. Who trains bodies is something else.
    (191, "Training Manager", F.HUMAN_RESOURCES, S.MANAGER),
    (192, "Director of Personnel", F.HUMAN_RESOURCES, S.DIRECTOR),
    (193, "Career Advisor", F.HUMAN_RESOURCES, S.PROFESSIONAL),
    (194, "Technical Trainer", F.HUMAN_RESOURCES, S.PROFESSIONAL),
    (195, "Personal Trainer", F.OTHER, S.PROFESSIONAL),
    (196, "Leiter Weiterbildung", F.HUMAN_RESOURCES, S.HEAD),
    (197, "Auszubildende Personal", F.HUMAN_RESOURCES, S.TRAINING),
    (198, "Opleidingscoördinator", F.HUMAN_RESOURCES, S.PROFESSIONAL),
    (199, "Responsable formation", F.HUMAN_RESOURCES, S.MANAGER),
    # 200-205. Machines that compute, and what runs on them; software is built.
    (200, "Network Specialist", F.INFORMATION_TECHNOLOGY, S.PROFESSIONAL),
    (201, "Applications Administrator", F.INFORMATION_TECHNOLOGY, S.PROFESSIONAL),
    (202, "Software Applications Architect", F.ENGINEERING, S.PROFESSIONAL),
    (203, "Betriebsinformatiker", F.INFORMATION_TECHNOLOGY, S.PROFESSIONAL),
    (204, "Leiter Rechenzentrum", F.INFORMATION_TECHNOLOGY, S.HEAD),
    (205, "Responsabile sistemi", F.INFORMATION_TECHNOLOGY, S.MANAGER),
    # 206-210. Law, in words that were missing; a surname is none.
    (206, "Contract Administrator", F.LEGAL, S.PROFESSIONAL),
    (207, "Litigation Manager", F.LEGAL, S.MANAGER),
    (208, "Praktikantin Recht", F.LEGAL, S.TRAINING),
    (209, "Procureur", F.LEGAL, S.PROFESSIONAL),
    (210, "Griffier", F.LEGAL, S.PROFESSIONAL),
    # 211-217. Markets, events and how things look.
    (211, "Director of Market Intelligence", F.MARKETING, S.DIRECTOR),
    (212, "Art Director", F.MARKETING, S.DIRECTOR),
    (213, "Event Planner", F.MARKETING, S.PROFESSIONAL),
    (214, "Grafikdesigner", F.MARKETING, S.PROFESSIONAL),
    (215, "Werbekauffrau", F.MARKETING, S.PROFESSIONAL),
    (216, "Responsabile eventi", F.MARKETING, S.MANAGER),
    (217, "Diseñadora gráfica", F.MARKETING, S.PROFESSIONAL),
    # 218-224. Shops sell.
    (218, "Retail Area Lead", F.SALES, S.LEAD),
    (219, "Account Representative", F.SALES, S.PROFESSIONAL),
    (220, "Relationship Manager", F.SALES, S.PROFESSIONAL),
    (221, "Einzelhandelskaufmann", F.SALES, S.PROFESSIONAL),
    (222, "Directrice de magasin", F.SALES, S.DIRECTOR),
    (223, "Winkelmanager", F.SALES, S.MANAGER),
    (224, "Responsable grands comptes", F.SALES, S.MANAGER),
    # 225-233. Goods on their way; works and their safety, which is not security.
    (225, "Air Cargo Agent", F.LOGISTICS, S.PROFESSIONAL),
    (226, "Customs Manager", F.LOGISTICS, S.MANAGER),
    (227, "Leiter Materialwirtschaft", F.LOGISTICS, S.HEAD),
    (228, "Director de distribución", F.LOGISTICS, S.DIRECTOR),
    (229, "Fachkraft für Arbeitssicherheit", F.PRODUCTION, S.PROFESSIONAL),
    (230, "Safety Manager", F.PRODUCTION, S.MANAGER),
    (231, "Werkstattleiter", F.PRODUCTION, S.HEAD),
    (232, "Responsable de fabricación", F.PRODUCTION, S.MANAGER),
    (233, "Veiligheidskundige", F.PRODUCTION, S.PROFESSIONAL),
    # 234-239. A branch of industry says little: it speaks only where nothing else does.
    (234, "Verpackungstechnologe", F.ENGINEERING, S.PROFESSIONAL),
    (235, "Packaging Sales Manager", F.SALES, S.MANAGER),
    (236, "Healthcare Consultant", F.CONSULTING, S.PROFESSIONAL),
    (237, "Medical Director", F.OTHER, S.DIRECTOR),
    (238, "Hotel Manager", F.OTHER, S.MANAGER),
    (239, "Recycling Coordinator", F.ADMINISTRATION, S.PROFESSIONAL),
    # 240-245. What keeps property and trade going.
    (240, "Asset Protection Manager", F.SECURITY, S.MANAGER),
    (241, "Wachdienstleiter", F.SECURITY, S.HEAD),
    (242, "Jefa de obra", F.REAL_ESTATE, S.MANAGER),
    (243, "Continuous Improvement Lead", F.OPERATIONS, S.LEAD),
    (244, "Document Control Specialist", F.ADMINISTRATION, S.PROFESSIONAL),
    (245, "Fundraiser", F.COMMUNICATIONS, None),
    # 246-249. What companies call by three letters, and roles between two departments.
    (246, "DAF", F.FINANCE, S.DIRECTOR),
    (247, "DPO", F.LEGAL, None),
    (248, "UX Researcher", F.PRODUCT, S.PROFESSIONAL),
    (249, "Technical Account Manager", F.CUSTOMER_SUCCESS, S.PROFESSIONAL),
    # 250-273. German, as companies write it: compounds with an English "-manager", clerks, courts, shops, transport.
    (250, "Risikomanagerin", F.FINANCE, S.MANAGER),
    (251, "Bankangestellte", F.FINANCE, S.PROFESSIONAL),
    (252, "Treuhänder", F.FINANCE, S.PROFESSIONAL),
    (253, "Kampagnenmanager", F.MARKETING, S.MANAGER),
    (254, "Pressereferentin", F.COMMUNICATIONS, S.PROFESSIONAL),
    (255, "Chefredakteur", F.COMMUNICATIONS, S.PROFESSIONAL),
    (256, "Datenanalystin", F.INFORMATION_TECHNOLOGY, S.PROFESSIONAL),
    (257, "Telekommunikationstechniker", F.INFORMATION_TECHNOLOGY, S.PROFESSIONAL),
    (258, "Richter am Landgericht", F.LEGAL, S.PROFESSIONAL),
    (259, "Insolvenzverwalter", F.FINANCE, S.PROFESSIONAL),
    (260, "Exportleiter", F.LOGISTICS, S.HEAD),
    (261, "Flottenmanager", F.LOGISTICS, S.MANAGER),
    (262, "Industrielogistiker", F.LOGISTICS, S.PROFESSIONAL),
    (263, "Filialleiterin", F.SALES, S.MANAGER),
    (264, "Bürovorsteher", F.ADMINISTRATION, None),
    (265, "Hausmeister", F.REAL_ESTATE, S.LEAD),
    (266, "Brandschutzbeauftragter", F.SECURITY, S.PROFESSIONAL),
    (267, "Vorarbeiter", F.PRODUCTION, S.LEAD),
    (268, "Mikrobiologin", F.RESEARCH, S.PROFESSIONAL),
    (269, "Wissensmanager", F.INFORMATION_TECHNOLOGY, S.MANAGER),
    (270, "Arbeitsvermittler", F.HUMAN_RESOURCES, S.PROFESSIONAL),
    (271, "Materialprüfer", F.QUALITY, S.PROFESSIONAL),
    (272, "Unternehmerin", F.EXECUTIVE, S.OWNER_OR_BOARD),
    (273, "Energiemanagerin", F.ENGINEERING, S.MANAGER),
    # 274-289. French and Spanish: the same fields.
    (274, "Chargée de conformité", F.LEGAL, S.PROFESSIONAL),
    (275, "Notaire", F.LEGAL, S.PROFESSIONAL),
    (276, "Responsable de boutique", F.SALES, S.MANAGER),
    (277, "Gestionnaire des stocks", F.LOGISTICS, S.PROFESSIONAL),
    (278, "Contremaître", F.PRODUCTION, S.LEAD),
    (279, "Directrice artistique", F.MARKETING, S.DIRECTOR),
    (280, "Conseillère en insertion", F.HUMAN_RESOURCES, S.PROFESSIONAL),
    (281, "Cheffe d'entreprise", F.EXECUTIVE, S.OWNER_OR_BOARD),
    (282, "Directora de Relaciones Públicas", F.COMMUNICATIONS, S.DIRECTOR),
    (283, "Directora de Personas", F.HUMAN_RESOURCES, S.DIRECTOR),
    (284, "Gestor de riesgos", F.FINANCE, S.PROFESSIONAL),
    (285, "Responsable de Cumplimiento", F.LEGAL, S.MANAGER),
    (286, "Responsable de Protección de Datos", F.LEGAL, S.MANAGER),
    (287, "Jefe de turno", F.PRODUCTION, S.MANAGER),
    (288, "Diseñadora de Experiencia de Usuario", F.PRODUCT, S.PROFESSIONAL),
    (289, "Directora de I+D", F.RESEARCH, S.DIRECTOR),
    # 290-300. Dutch and Italian; "dei" is no abbreviation there, and a butcher keeps no store.
    (290, "Productmanager", F.PRODUCT, S.MANAGER),
    (291, "Innovatiemanager", F.RESEARCH, S.MANAGER),
    (292, "Contractmanager", F.LEGAL, S.MANAGER),
    (293, "Online marketeer", F.MARKETING, S.PROFESSIONAL),
    (294, "Commercieel directeur", F.SALES, S.DIRECTOR),
    (295, "Telecommunicatiespecialist", F.INFORMATION_TECHNOLOGY, S.PROFESSIONAL),
    (296, "Slager", F.PRODUCTION, None),
    (297, "Responsabile dei servizi", None, S.MANAGER),
    (298, "Head of DEI", F.HUMAN_RESOURCES, S.HEAD),
    (299, "Addetta stampa", F.COMMUNICATIONS, S.PROFESSIONAL),
    (300, "Capoturno", F.PRODUCTION, S.LEAD),
    # 301-313. English: trades that say no rank are a professional's; a general word speaks where no other does.
    (301, "Prosecutor", F.LEGAL, S.PROFESSIONAL),
    (302, "Ethical Hacker", F.SECURITY, S.PROFESSIONAL),
    (303, "Escrow Officer", F.REAL_ESTATE, S.PROFESSIONAL),
    (304, "Paid Search Specialist", F.MARKETING, S.PROFESSIONAL),
    (305, "Union Representative", F.HUMAN_RESOURCES, S.PROFESSIONAL),
    (306, "Field Representative", F.SALES, S.PROFESSIONAL),
    (307, "Airport Manager", F.LOGISTICS, S.MANAGER),
    (308, "Airport Sales Manager", F.SALES, S.MANAGER),
    (309, "Distillery Manager", F.PRODUCTION, S.MANAGER),
    (310, "Life Underwriter", F.FINANCE, S.PROFESSIONAL),
    (311, "Mechanical Drafter", F.ENGINEERING, S.PROFESSIONAL),
    (312, "Quality Inspector", F.QUALITY, S.PROFESSIONAL),
    (313, "Immigrant Support Officer", F.CUSTOMER_SUPPORT, S.PROFESSIONAL),
    # 314-322. What looks like a function and is none; a general word that another makes clear.
    (314, "Vice President, Operations", F.OPERATIONS, S.VICE_PRESIDENT),
    (315, "Vice President", None, S.VICE_PRESIDENT),
    (316, "President", F.EXECUTIVE, S.EXECUTIVE),
    (317, "Operations Analyst", F.OPERATIONS, S.PROFESSIONAL),
    (318, "Quantitative Analyst", F.FINANCE, S.PROFESSIONAL),
    (319, "Penetration Tester", F.SECURITY, S.PROFESSIONAL),
    (320, "IT Support Specialist", F.INFORMATION_TECHNOLOGY, S.PROFESSIONAL),
    (321, "Interaction Designer", F.PRODUCT, S.PROFESSIONAL),
    (322, "Branch Manager", F.EXECUTIVE, S.MANAGER),
    # 323-340. What a CRM has every day in other languages: who leads by "chef de", who owns, who looks after machines.
    (323, "Chef des ventes", F.SALES, S.MANAGER),
    (324, "Cheffe de projet", F.PROJECT_MANAGEMENT, S.PROFESSIONAL),
    (325, "Responsable SAV", F.CUSTOMER_SUPPORT, S.MANAGER),
    (326, "Responsable RSE", F.STRATEGY, S.MANAGER),
    (327, "Directeur industriel", F.PRODUCTION, S.DIRECTOR),
    (328, "Attachée de presse", F.COMMUNICATIONS, S.PROFESSIONAL),
    (329, "Personalentwicklerin", F.HUMAN_RESOURCES, S.PROFESSIONAL),
    (330, "QM-Beauftragte", F.QUALITY, S.PROFESSIONAL),
    (331, "Doktorand", F.RESEARCH, S.PROFESSIONAL),
    (332, "Maschinenbediener", F.PRODUCTION, S.PROFESSIONAL),
    (333, "Operario", F.PRODUCTION, S.PROFESSIONAL),
    (334, "Gerente de marca", F.MARKETING, S.MANAGER),
    (335, "Tesorera", F.FINANCE, S.DIRECTOR),
    (336, "DGA", F.EXECUTIVE, S.OWNER_OR_BOARD),
    (337, "Hoofd technische dienst", F.PRODUCTION, S.HEAD),
    (338, "Technisch manager", F.ENGINEERING, S.MANAGER),
    (339, "Supplychainmanager", F.LOGISTICS, S.MANAGER),
    (340, "Amministratrice di sistema", F.INFORMATION_TECHNOLOGY, S.PROFESSIONAL),
]

DIVISIONS = [
    # 1-4. A region, a country, in any place.
    (1, "Dir. Fin. EMEA", "emea"),
    (2, "Vice President Sales, North America", "north america"),
    (3, "Vertriebsleiter Deutschland", "deutschland"),
    (4, "EMEA Marketing Manager", "emea"),
    # 5-6. A unit, and before a region.
    (5, "Head of Sales, Business Unit Automotive", "automotive"),
    (6, "Head of Sales EMEA, Division Aerospace", "aerospace"),
    # 9. Where somebody was before is not where he is.
    (9, "Head of Sales, former VP EMEA", None),
    # 7-8. None; "in" is no India.
    (7, "Head of Sales", None),
    (8, "Engineer in Test", None),
]

IN_LANGUAGE = [
    # 1-3. A "Chef" cooks in English and is in charge in German and French; without the language nobody can say.
    (1, "Chef", "en", F.OTHER, None),
    (2, "Chef", "de", None, S.HEAD),
    (3, "Chef", None, None, None),
    # 4-6. "Personal" is staff in German and private in English; a tag counts like its language.
    (4, "Sachbearbeiterin Personal", "de-AT", F.HUMAN_RESOURCES, S.PROFESSIONAL),
    (5, "Personal Assistant", "en", F.ADMINISTRATION, S.PROFESSIONAL),
    (6, "Responsable formation", "fr", F.HUMAN_RESOURCES, S.MANAGER),
    # 7. A language that is not known is as good as none.
    (7, "CFO", "xx", F.FINANCE, S.EXECUTIVE),
]

SAME_TITLES = [
    # 1-9. Reworded: abbreviations, fillers, word order, gender, punctuation.
    (1, "CFO", "Chief Financial Officer", True),
    (2, "Sr. Engineer", "Senior Engineer", True),
    (3, "VP Sales", "Vice President of Sales", True),
    (4, "Sales Director", "Director, Sales", True),
    (5, "VP Eng", "VP of Engineering", True),
    (6, "Leiterin Personal", "Personalleiter", True),
    (7, "Directrice marketing", "Directeur Marketing", True),
    (8, "Ingeniera", "Ingeniero", True),
    (9, "Vertriebsleiter*in", "Vertriebsleiterin", True),
    (10, "Software Engineer (m/w/d)", "software engineer", True),
    # 11. One slip in a long word.
    (11, "Sales Manager", "Sales Manger", True),
    # 12-18. Another position, however alike.
    (12, "Product Manager", "Project Manager", False),
    (13, "Assistant Director", "Assistant to the Director", False),
    (14, "Director", "Director's Assistant", False),
    (15, "Engineer II", "Engineer III", False),
    (16, "VP Sales", "SVP Sales", False),
    (17, "HR Manager", "PR Manager", False),
    (18, "Controller", "Head of Procurement", False),
    # 19-20. Blank against blank is no change; blank against a title is not the same.
    (19, None, "", True),
    (20, None, "CFO", False),
    (21, "RA Consultant", "Regulatory Affairs Consultant", True),  # initials
    (22, "R&D Engineer", "Research and Development Engineer", True),
    (23, "Leiter F&E", "Leiter Forschung und Entwicklung", True),
    (24, "SQA Analyst", "Software Quality Assurance Analyst", True),
    (25, "RA Consultant", "Regulatory Consultant", False),  # one letter too many
    (26, "RA Consultant", "Regulatory Affairs Manager", False),  # something else differs, too
    (27, "A Consultant", "Associate Consultant", False),  # one letter is no abbreviation
    (28, "IT Manager", "Import Manager", False),
]

LEVELS = [
    # 1-2. Up and down.
    (1, "Controller", "Head of Procurement", Level.HIGHER),
    (2, "VP Sales", "Sales Manager", Level.LOWER),
    # 3. Reworded.
    (3, "CFO", "Chief Financial Officer", Level.SAME),
    # 4-5. A rank, then a number, within one level.
    (4, "Vice President Sales", "Senior Vice President Sales", Level.HIGHER),
    (5, "Engineer III", "Engineer", Level.LOWER),
    # 6-7. One side does not tell.
    (6, "Marketing", "Head of Marketing", Level.UNKNOWN),
    (7, None, "CFO", Level.UNKNOWN),
    # 8-14. Ranks, each above the one before it.
    (8, "Engineer", "Senior Engineer", Level.HIGHER),
    (9, "Senior Engineer", "Staff Engineer", Level.HIGHER),
    (10, "Staff Engineer", "Senior Staff Engineer", Level.HIGHER),
    (11, "Senior Staff Engineer", "Principal Engineer", Level.HIGHER),
    (12, "Senior Product Manager", "Group Product Manager", Level.HIGHER),
    (13, "Senior Vice President", "EVP", Level.HIGHER),
    (14, "EVP Sales", "Executive Vice President Sales", Level.SAME),
    # 15-17. An executive who executes is no higher for the word.
    (15, "Account Executive", "Account Manager", Level.SAME),
    (16, "Executive Assistant", "Office Manager", Level.SAME),
    (17, "Operations Executive", "Operations Manager", Level.HIGHER),
    # 18-20. From learning to doing, from a trade to who leads it.
    (18, "PhD Student", "Postdoctoral Researcher", Level.HIGHER),
    (19, "Underwriter", "Head of Underwriting", Level.HIGHER),
    (20, "Inspector", "Quality Manager", Level.HIGHER),
]


@pytest.mark.parametrize(("number", "text", "function", "seniority"), TITLES)
def test_read_title(number: int, text: str | None, function: Function | None, seniority: Seniority | None):
    reading = read_title(text)
    assert (reading.function, reading.seniority) == (function, seniority), (number, reading)
    assert (reading.confidence > 0) == (function is not None)


# Titles that name several functions: the one that is read, and the others.
SEVERAL: list[tuple[int, str, Function | None, tuple[Function, ...]]] = [
    (1, "VP Sales & Marketing", Function.SALES, (Function.MARKETING,)),
    (2, "IT Recruiter", Function.HUMAN_RESOURCES, (Function.INFORMATION_TECHNOLOGY,)),
    (3, "Head of HR, Finance and Legal", Function.HUMAN_RESOURCES, ()),  # the first part alone speaks
    (4, "Treasury Consultant", Function.FINANCE, ()),  # a general word does not speak beside a decisive one
    (5, "CFO", Function.FINANCE, ()),
    (6, "Manager", None, ()),
]


@pytest.mark.parametrize(("number", "text", "function", "also"), SEVERAL)
def test_the_other_functions_of_a_title_are_kept(
    number: int, text: str, function: Function | None, also: tuple[Function, ...]
):
    reading = read_title(text)
    assert (reading.function, reading.also) == (function, also), (number, reading)


def test_titles_may_share_a_function_that_neither_is_read_as():
    sales, both, people = (read_title(text) for text in ("Sales Manager", "Marketing & Sales Manager", "HR Manager"))
    assert sales.shares_function(both)
    assert both.shares_function(sales)
    assert not both.shares_function(people)


ONE_CAREER = [
    # 1-2. The words that nobody here knows recur, or there are none.
    (1, "Trainspotter", "Head Trainspotter", True),
    (2, "Manager", "Director", True),
    # 3-4. Other words, or words on one side only.
    (3, "Trainspotter", "Head Lamplighter", False),
    (4, "Manager", "Head Lamplighter", False),
    # 5-6. A function on one side only; a field outside of them against a function.
    (5, "Trainspotter", "Head of Finance", False),
    (6, "Loan Officer", "Education Manager", False),
    # 7-9. A rank fits every function; one function; two that a department may hold together.
    (7, "Head of Finance", "CEO", True),
    (8, "Accountant", "Head of Finance", True),
    (9, "Data Engineer", "Head of Data", True),
    # 10-11. What ends like a level names a trade as well, which nobody here knows.
    (10, "Numismatist", "Head Philatelist", False),
    (11, "Numismatist", "Head Numismatist", True),
]


@pytest.mark.parametrize(("number", "before", "after", "expected"), ONE_CAREER)
def test_whether_it_may_be_a_rise(number: int, before: str, after: str, expected: bool):
    one, other = read_title(before), read_title(after)
    assert (one.may_be_one_career(other), other.may_be_one_career(one)) == (expected, expected), number


def test_words_that_nobody_knows_are_kept():
    assert read_title("Head of the Lamplighters, EMEA").unread == ("lamplighters", "emea")
    assert read_title("Head of Finance").unread == ()
    assert read_title("Numismatist").unread == ("numismatist",)
    assert read_title("Senior Specialist").unread == ()


@pytest.mark.parametrize(("number", "text", "division"), DIVISIONS)
def test_a_division_is_kept_apart(number: int, text: str, division: str | None):
    assert read_title(text).division == division, number


@pytest.mark.parametrize(("number", "text", "language", "function", "seniority"), IN_LANGUAGE)
def test_a_language_settles_what_a_word_means(
    number: int, text: str, language: str | None, function: Function | None, seniority: Seniority | None
):
    reading = read_title(text, language)
    assert (reading.function, reading.seniority) == (function, seniority), (number, reading)


@pytest.mark.parametrize(("number", "text", "function", "seniority"), TITLES)
def test_spelling_changes_no_reading(
    number: int, text: str | None, function: Function | None, seniority: Seniority | None
):
    if text is None:
        return
    accents = unicodedata.normalize("NFD", text)
    for spelt in (text.upper(), text.lower(), f"  {text} ", f"{text} 🚀", f"\u201c{text}\u201d", accents):
        reading = read_title(spelt)
        assert (reading.function, reading.seniority) == (function, seniority), (number, spelt, reading)


@pytest.mark.parametrize(("number", "a", "b", "same"), SAME_TITLES)
def test_same_title(number: int, a: str | None, b: str | None, same: bool):
    assert (same_title(a, b), same_title(b, a)) == (same, same), number


@pytest.mark.parametrize(("number", "before", "after", "level"), LEVELS)
def test_compare_levels(number: int, before: str | None, after: str | None, level: Level):
    assert compare_levels(before, after) is level, number


def test_every_function_can_be_read():
    assert set(Function) == set(STEMS) | set(WEAK_STEMS)


WORDS = st.sampled_from(
    [
        "Sr.",
        "VP",
        "of",
        "Sales",
        "&",
        "Leiterin",
        "(m/w/d)",
        "Einkauf",
        "II",
        "-",
        ",",
        "Assistant",
        "to",
        "Intern",
        "CEO",
        "co",
    ]
)
ANY_TITLE = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=7).map(" ".join))
OPPOSITE = {Level.HIGHER: Level.LOWER, Level.LOWER: Level.HIGHER, Level.SAME: Level.SAME, Level.UNKNOWN: Level.UNKNOWN}


@given(ANY_TITLE)
def test_any_text_is_read(text: str):
    assert read_title(text) == read_title(text)
    assert same_title(text, text)


@given(ANY_TITLE, ANY_TITLE)
def test_the_order_only_turns_the_level(a: str, b: str):
    assert same_title(a, b) == same_title(b, a)
    assert compare_levels(a, b) is OPPOSITE[compare_levels(b, a)]


@pytest.mark.parametrize("char", ["a", " ", "\x00", "CEO ", "(m/", "\ud800", "é", "sales,"])
def test_a_very_long_title_is_read(char: str):
    read_title(char * 100_000)
    same_title(char * 100_000, "CFO")


def test_how_sure_it_is_stands_in_the_policy():
    given = parse_policy("[classifiers]\nclear_title = 0.7\n")
    assert read_title("Controller", policy=given.classifiers).confidence == 0.7
    assert given.hash != DEFAULT_POLICY.hash
