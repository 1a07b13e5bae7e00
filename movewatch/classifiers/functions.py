"""What a position can be about, and how high it can be. Pure."""

from enum import IntEnum, StrEnum


class Seniority(IntEnum):
    """How high a position is. The order is the meaning; docs/glossary.md defines each with an example."""

    TRAINING = 0
    JUNIOR = 1
    PROFESSIONAL = 2
    SENIOR = 3
    LEAD = 4
    MANAGER = 5
    HEAD = 6
    DIRECTOR = 7
    VICE_PRESIDENT = 8
    EXECUTIVE = 9
    OWNER_OR_BOARD = 10


class Function(StrEnum):
    """What a position is about. docs/glossary.md defines each with an example.

    OTHER: a known occupation outside these. Not for what cannot be read: that is None.
    """

    ADMINISTRATION = "administration"
    BUSINESS_DEVELOPMENT = "business-development"
    COMMUNICATIONS = "communications"
    CONSULTING = "consulting"
    CUSTOMER_SUCCESS = "customer-success"
    CUSTOMER_SUPPORT = "customer-support"
    ENGINEERING = "engineering"
    EXECUTIVE = "executive"
    FINANCE = "finance"
    HUMAN_RESOURCES = "human-resources"
    INFORMATION_TECHNOLOGY = "information-technology"
    LEGAL = "legal"
    LOGISTICS = "logistics"
    MARKETING = "marketing"
    OPERATIONS = "operations"
    PRODUCT = "product"
    PRODUCTION = "production"
    PROJECT_MANAGEMENT = "project-management"
    PURCHASING = "purchasing"
    QUALITY = "quality"
    REAL_ESTATE = "real-estate"
    RESEARCH = "research"
    SALES = "sales"
    SECURITY = "security"
    STRATEGY = "strategy"
    OTHER = "other"
