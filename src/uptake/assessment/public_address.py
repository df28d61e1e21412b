"""The address under which everybody can answer a questionnaire."""

from django.conf import settings
from django.urls import reverse


def public_url(token: str) -> str:
    return f"{settings.BASE_URL}{reverse('answer', args=[token])}"
