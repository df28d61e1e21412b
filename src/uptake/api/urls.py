from django.urls import path

from uptake.api.views import tokens

urlpatterns = [
    path("tokens", tokens.tokens, name="tokens"),
    path("tokens/new", tokens.new, name="token_new"),
    path("tokens/<int:pk>/revoke", tokens.token_revoke, name="token_revoke"),
]
