"""How every form looks: a template only says `{{ form }}`."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """One field a line: label, field, help, error, joined for screen readers by Django's own ids."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
