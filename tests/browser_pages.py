"""Every page that a person uses, by name:
where it is in the demonstration, as ``tests/browser`` visits it."""

import settings_pages

PUBLIC = {
    "institutions": "/sign-in",
    "sign-in": "/institutions/paris1/sign-in",
    "terms": "/institutions/paris1/terms",
    "operators": "/operators",
}
OPERATED = {
    "institutions-operated": "/institutions/",
    "institution-new": "/institutions/new",
    "institution-about": "/institutions/about?name=nice",
    "brokers-shared": "/brokers/",
    "broker-shared": "/brokers/commun/",
    "maintenance": "/maintenance",
    "operator-preferences": "/preferences",
    "operator-audit": "/audit",
    "replies-unclaimed": "/replies",
    "operator-mails": "/mails",
    "restored": "/restored",
}
COMPOSE = "/institutions/paris1/campaigns/compose"
RIGHTS = "/institutions/paris1/rights"
PEOPLE, GROUPS, THEMES, TEMPLATES = (
    f"/institutions/paris1/{folder}/" for folder in ("people", "groups", "themes", "templates")
)
OF_ONESELF = (
    "",
    "number",
    "conditions",
    "choices",
    "received",
    "leave",
    "data",
    "unasked",
)

DIRECTORIES = "/institutions/paris1/directories/"
OWN = {
    "home": "/institutions/paris1/",
    "campaigns": "/institutions/paris1/campaigns/",
    "compose": f"{COMPOSE}?group=l2-histoire&template=cours-deplace",
    "compose-new": COMPOSE,
    "compose-blanks": f"{COMPOSE}?group=l2-histoire&template=scd/retard",
    "imports": "/institutions/paris1/imports/",
    "accounts": "/institutions/paris1/accounts/",
    "account": "/institutions/paris1/accounts/scd/",
    "account-new": "/institutions/paris1/accounts/new",
    "account-approval": "/institutions/paris1/accounts/scd/approval",
    "approvals": "/institutions/paris1/approvals",
    "absence": "/institutions/paris1/absence",
    "account-settings": "/institutions/paris1/accounts/scd/settings",
    "settings": "/institutions/paris1/settings",
    "brokers": "/institutions/paris1/brokers/",
    "broker": "/institutions/paris1/brokers/simulateur/",
    "broker-unread": "/institutions/paris1/brokers/simulateur/unread",
    "broker-settings": "/institutions/paris1/brokers/smpp-exemple/settings",
    "broker-new": "/institutions/paris1/brokers/new",
    "broker-new-smpp": "/institutions/paris1/brokers/new?adapter=simulator",
    "directories": DIRECTORIES,
    "directory": f"{DIRECTORIES}ldap/",
    "directory-new": f"{DIRECTORIES}new",
    "directory-settings": f"{DIRECTORIES}ldap/settings",
    "directory-groups": f"{DIRECTORIES}ldap/directory-groups?search=tuteurs",
    "directory-people": f"{PEOPLE}directory-people?search=zoe",
    "query": f"{DIRECTORIES}ldap/l3/",
    "query-in-trouble": f"{DIRECTORIES}ldap/tuteurs/",
    "query-new": f"{DIRECTORIES}ldap/new",
    "query-settings": f"{DIRECTORIES}ldap/l3/settings",
    "sender-ids": "/institutions/paris1/sender-ids",
    "sender-letter": "/institutions/paris1/sender-letter?word=Alerte&connection=/brokers/commun",
    "replies": "/institutions/paris1/replies",
    "mails": "/institutions/paris1/mails",
    "mails-failed": "/institutions/paris1/mails?state=failed",
    "mails-left": "/institutions/paris1/mails?state=left",
    "reply": "/institutions/paris1/reply?month=2026-09&key=7",
    "leavings": "/institutions/paris1/leavings?days=1096",
    "audit": "/institutions/paris1/audit",
    "export": "/institutions/paris1/export",
    "conditions": "/institutions/paris1/conditions?version=1",
    "rights": RIGHTS,
    "rights-search": f"{RIGHTS}?search=histoire",
    "rights-give": f"{RIGHTS}-give?holder=person:zlefevre&role=guichet-bu",
    "rights-of": f"{RIGHTS}-of?uid=abenali",
    "rights-of-whom": f"{RIGHTS}-of?search=lefevre",
    "roles": "/institutions/paris1/roles/",
    "role-new": "/institutions/paris1/roles/new?copy=group_sender",
    "role": "/institutions/paris1/roles/guichet-bu/",
    "people": PEOPLE,
    "people-search": f"{PEOPLE}?search=mar",
    "person": f"{PEOPLE}hmarchand/",
    "person-new": f"{PEOPLE}new",
    "person-settings": f"{PEOPLE}hmarchand/settings",
    "groups": GROUPS,
    "group": f"{GROUPS}l2-histoire/?search=his",
    "group-new": f"{GROUPS}new",
    "group-settings": f"{GROUPS}l2-histoire/settings",
    "people-answers": f"{PEOPLE}answers",
    "registers": "/institutions/paris1/registers/",
    "dossiers": "/institutions/paris1/dossiers?uid=hmarchand",
    "themes": THEMES,
    "theme": f"{THEMES}sport/",
    "theme-new": f"{THEMES}new",
    "theme-settings": f"{THEMES}sport/settings",
    "compose-theme": f"{COMPOSE}?theme=sport",
    "audiences": "/institutions/paris1/audiences/",
    "alerts": "/institutions/paris1/alerts/",
    "alert-new": "/institutions/paris1/alerts/new",
    "alert-settings": "/institutions/paris1/alerts/fermeture/settings",
    "numbers": "/institutions/paris1/numbers",
    "numbers-of-cause": "/institutions/paris1/numbers?cause=number_invalid",
    "templates": TEMPLATES,
    "templates-folder": f"{TEMPLATES}scd/",
    "templates-archived": f"{TEMPLATES}scd/?archived=yes",
    "templates-folder-new": f"{TEMPLATES}new-folder",
    "template": f"{TEMPLATES}scd/retard/",
    "template-new": f"{TEMPLATES}new",
    "template-settings": f"{TEMPLATES}scd/retard/settings",
    "search": "/institutions/paris1/search?q=histoire",
    "search-blank": "/institutions/paris1/search?q=",
    "messages-found": "/institutions/paris1/campaigns/?search=histoire&author=benali",
    "messages-none": "/institutions/paris1/campaigns/?since=2020-01-01&until=2020-01-31",
    "messages-wrong": "/institutions/paris1/campaigns/?since=2026-11-30&until=2026-11-01",
    "search-nothing": "/institutions/paris1/search?q=xyz",
    "preferences": "/institutions/paris1/preferences",
    **{f"me-{name or 'home'}": f"/institutions/paris1/me/{name}" for name in OF_ONESELF},
    "erasure-requests": "/institutions/paris1/erasure-requests",
    "second-factor-add": "/institutions/paris1/second-factor-add",
    "not-found": "/institutions/paris1/nowhere",
    "not-yours": "/institutions/nice/",
}
OWN = settings_pages.addresses() | OWN
#: pages that are there where the house knows of dashboards, and where it is told that it does
OF_DASHBOARDS = {"monthly-report": "/institutions/paris1/monthly-report"}
BESIDE_DASHBOARDS = {"unisms.dashboards_url": "http://127.0.0.1:6544"}
CAMPAIGN = {
    "edit": ("draft", "edit"),
    "preparing": ("preparing", "check"),
    "check": ("checked", "check"),
    "check-poor": ("poor", "check"),
    "check-planned": ("planned", "check"),
    "check-undo": ("thinking", "check"),
    "check-returned": ("returned", "check"),
    "check-awaiting": ("awaiting", "check"),
    "approval": ("awaiting", "approval"),
    "edit-refused": ("refused", "edit"),
    "follow": ("sending", ""),
    "follow-paused": ("paused", ""),
    "follow-uncertain": ("uncertain", ""),
    "follow-stopped": ("stopped", ""),
    "follow-closed": ("closed", ""),
    "mail-missed": ("closed", "mail-missed"),
    "follow-alert": ("alert", ""),
    "end-alert": ("alert", "end-alert"),
    "exercise": ("alert", "exercise"),
    "wall": ("alert", "wall"),
    "recipients": ("sending", "recipients?state=failed"),
    "recipient": ("sending", "recipient?row=1"),
}


def campaigns_of(gallery):
    """The pages of a campaign in each state that there is."""
    return {
        name: f"{gallery[state]}/{view}"
        for name, (state, view) in CAMPAIGN.items()
        if state in gallery
    }
