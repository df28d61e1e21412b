"""How often visitors may do something: counted in the database, so that it holds over all processes.

Who tried is kept as a keyed hash that changes every day and is gone when its span is over: nobody can be found by it.
"""

import datetime
from ipaddress import IPv6Address, ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from uptake.assessment.models import Attempt

SPAN = datetime.timedelta(hours=1)


def visitor(request: HttpRequest) -> str:
    """Return where a request comes from: the address, or of a long one the network that one place has for itself."""
    try:
        address = ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured, ValueError):
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
    return str(address)


@transaction.atomic
def within(what: str, who: str, most: int) -> bool:
    """Count an attempt; tell whether there were no more than `most` in the last hour."""
    now = timezone.now()
    key = salted_hmac(f"attempt {now:%Y-%m-%d}", f"{what} {who}", algorithm="sha256").hexdigest()
    Attempt.objects.filter(until__lt=now).delete()
    Attempt.objects.get_or_create(key=key, defaults={"until": now + SPAN})
    Attempt.objects.filter(key=key).update(count=F("count") + 1)
    return Attempt.objects.filter(key=key, count__lte=most).exists()
