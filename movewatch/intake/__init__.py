"""Raw records of any source become facts: the only room that knows what CRM, survey and project systems send. Pure."""

from movewatch.intake.apply import Intake
from movewatch.intake.config import IntakeConfig
from movewatch.intake.heard import Hearing
from movewatch.intake.reading import read
from movewatch.intake.refusals import REASONS, Refusal

__all__ = ["REASONS", "Hearing", "Intake", "IntakeConfig", "Refusal", "read"]
