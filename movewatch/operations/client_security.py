"""From the settings to what a Kafka client is told for TLS and login: the one place, for aiokafka and kafka-python."""

import ssl
from collections.abc import Iterator
from typing import Any

from movewatch.security import LOGIN, TLS, SecuritySection
from movewatch.settings import Settings, SettingsError, problem_text


def client_security(settings: Settings) -> dict[str, Any]:
    """Keyword arguments, by the names that both clients share. Holds the password: for a constructor, not for a log.

    Raises:
        SettingsError: a certificate or key cannot be used. All that cannot, at once.
    """
    section = settings.security
    options: dict[str, Any] = {"security_protocol": section.protocol}
    if section.protocol in TLS:
        options["ssl_context"] = _context(section)
    if section.protocol in LOGIN:
        options |= {
            "sasl_mechanism": section.mechanism,
            "sasl_plain_username": section.username,
            "sasl_plain_password": section.password.get_secret_value() if section.password else None,
        }
    return options


def security_problems(settings: Settings) -> list[str]:
    """What keeps the certificates from being used, in words."""
    if settings.security.protocol not in TLS:
        return []
    return [problem_text(f"security.{name}", problem) for name, problem in _load(settings.security, _empty_context())]


def _context(section: SecuritySection) -> ssl.SSLContext:
    context = ssl.create_default_context() if section.ca_file is None else _empty_context()
    problems = [problem_text(f"security.{name}", problem) for name, problem in _load(section, context)]
    if problems:
        raise SettingsError("\n".join(problems))
    return context


def _empty_context() -> ssl.SSLContext:
    """Checks certificates and host names, as the default context does, and trusts nobody yet."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _load(section: SecuritySection, context: ssl.SSLContext) -> Iterator[tuple[str, str]]:
    """Load the files into a context; tell those that cannot be, as name and problem."""
    if section.ca_file is not None:
        try:
            context.load_verify_locations(cafile=section.ca_file)
        except (OSError, ssl.SSLError) as error:
            yield "ca_file", f"names {section.ca_file}, which cannot be used ({_reason(error)})"
    if section.certificate_file is not None and section.key_file is not None:
        try:
            # With no password at all OpenSSL would ask for one on the terminal where the key is encrypted.
            context.load_cert_chain(section.certificate_file, section.key_file, password="")
        except (OSError, ssl.SSLError) as error:
            files = f"{section.certificate_file} with the key {section.key_file}"
            yield "certificate_file", f"names {files}, which cannot be used together ({_reason(error)})"


def _reason(error: OSError) -> str:
    if isinstance(error, ssl.SSLError):
        return error.reason.replace("_", " ").lower() if error.reason else "no PEM file, or an encrypted key"
    return error.strerror or type(error).__name__
