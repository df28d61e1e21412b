from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


class Adapter(DefaultAccountAdapter):
    """How sign-in behaves here."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Strangers may make accounts only where the installation says so."""
        return bool(settings.SIGN_UP)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Lead to the address of this installation, whatever host a request named."""
        uid, _dash, key = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key})
        return f"{settings.BASE_URL}{path}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("settings")
