"""Settings of accounts that are the same wherever the program runs: sign-in by e-mail, two factors, a provider."""

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "aispec.web.account.adapter.AccountAdapter"
ACCOUNT_USER_DISPLAY = "phases.access.members.name_of"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
INVITED_ADDRESS = "phases.access.invitations.invited_address"
ACCOUNT_FORMS = {
    "signup": "aispec.web.account.forms.SignUpForm",
    "reset_password": "aispec.web.account.forms.ResetPasswordForm",
}
ACCOUNT_RATE_LIMITS = {"reset_password": "20/m/ip"}  # by address the form counts, which sends less and refuses nobody
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before addresses and roles change; signing in does not count as it
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute wrong

# The provider's word that an address is confirmed joins the account that has it.
SOCIALACCOUNT_ADAPTER = "aispec.web.account.adapter.SocialAccountAdapter"
SOCIALACCOUNT_FORMS = {"signup": "aispec.web.account.social_forms.SocialSignUpForm"}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True

AUTH_PASSWORD_VALIDATORS = [
    *(
        {"NAME": f"django.contrib.auth.password_validation.{name}"}
        for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
    ),
    {"NAME": "aispec.web.account.passwords.OwnWordsValidator"},
]
