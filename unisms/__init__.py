"""The SMS service that a group of universities shares.

Its exceptions, each below the one that it extends, with the module that defines it::

    ClickException
      Misconfigured                   scripts.opening
      Refused                         scripts.opening
    Exception
      AccountClosed                   model.accounts
      NotEnoughCredit                 model.accounts
      WrongState                      model.campaigns
        WrongStep                     model.campaigns
      AnotherKey                      model.digests
      NotInitialised                  model.evolve
      CannotOpen                      model.store
      AudienceAway                    ports.audiences
      AudienceGone                    ports.audiences
      BrokerError                     ports.brokers
        BrokerUnavailable             ports.brokers
          BrokerBusy                  ports.brokers
          BrokerRefused               ports.brokers
          AdapterFailed               tasks.delivery.baton
      DirectoryError                  ports.directories
      NotACopy                        scripts.copying
      NotEmpty                        scripts.copying
      RealBroker                      scripts.demonstration.building
      Unanswered                      scripts.send
      NobodyDecides                   services.approvals.approvals
      TooSoon                         services.approvals.approvals
      MayNotDecide                    services.approvals.approvers
      EmptyAudience                   services.audience.audience
      InUse                           services.brokers.connections
      BeyondLimit                     services.campaigns.guards
      NobodyToWriteTo                 services.campaigns.releases
      Outdated                        services.campaigns.releases
      Unfit                           services.campaigns.trial
      NoReport                        services.dashboards.readers
      LeaseLost                       services.delivery.claims
      HasRoles                        services.directory.directories
      Busy                            services.dossiers.turns
      NoWay                           services.errands.errands
      EngineMissing                   services.exports.engine
      ExportRuns                      services.exports.folders
      TooMany                         services.files.spreadsheets.merged
      Refused                         services.files.spreadsheets.sheets
      StoreHeld                       services.ground.lives
      EmptyFile                       services.imports.intake
      TooLarge                        services.imports.intake
      TooMuch                         services.imports.uploads
      NothingLost                     services.institution.digest_keys
      MailServerAway                  services.mail.envelopes
      Unwritable                      services.mail.letters
      StillLeaving                    services.operators.institutions
      OtherConditions                 services.people.consent
      StillInside                     services.people.groups
      NotOpen                         services.people.themes
      SaidNo                          services.people.themes
      TooLarge                        services.people.unsent_forms
      TooManyDrafts                   services.people.unsent_forms
      Unapproved                      services.register.application
      LastAdministrator               services.rights.rights
      NotYours                        services.rights.rights
      StillHeld                       services.rights.rights
      Untimely                        services.rules.timings
      NotYet                          services.subscribers.limits
      Unproven                        services.subscribers.samples
      Unreadable                      services.tables.tables
      LeaseTaken                      tasks.delivery.record
      NotBelieved                     tasks.exports.run
      _LineEnded                      tasks.smtp
      _Unanswered                     tasks.smtp
      BeingTaken                      tasks.worker
      ConnectionGone                  tasks.worker
      JustRefused                     tasks.worker
      NotTaken                        web.forms.uploads
    HTTPServiceUnavailable
      StoreNotReady                   web.edge.root
      ClosedForMaintenance            web.operators.maintenance
    KeyError
      NoSuchThing                     services.rights.rights
    LookupError
      NoKey                           model.digests
      NoKinds                         model.kinds
      UnknownAdapter                  seams.adapters
      OutsideInstitutions             services.ground.actor
      NoAdministrator                 services.operators.institutions
      NoOperator                      services.operators.operators
    ValueError
      Unreadable                      addons.brokers.smpp.codec
      _Refused                        addons.brokers.smpp.submission
      FolderFull                      model.folder
      NameTaken                       model.folder
      NoComment                       services.approvals.approvals
      UnfitSender                     services.brokers.sender_ids
      BadDraft                        services.campaigns.drafts
      TooWeak                         services.door.passwords
        TooShort                      services.door.passwords
      NotSealedHere                   services.door.second_factor
      WrongCode                       services.door.second_factor
      Unkept                          services.exclusions.saved
      MailTooLarge                    services.ground.outbox
      BadChoice                       services.imports.intake
      BadCondition                    services.imports.row_rule
      NoColumn                        services.institution.answers
      BadName                         services.operators.institutions
      IsOperator                      services.operators.operators
      StillNamed                      services.operators.operators
      Circle                          services.people.groups
      BadColumns                      services.register.columns
      OnlyPart                        services.subscribers.choices
      NoMobile                        services.subscribers.codes
      WrongPause                      services.subscribers.departures
      BadSetting                      settings
      BadPrice                        sms.money
      NotOurs                         tasks.letters
      Wrong                           web.forms.fields
"""

from importlib.metadata import entry_points
from pkgutil import iter_modules

from pyramid.config import Configurator
from pyramid.settings import aslist
from pyramid_tm import explicit_manager

from unisms.addons import brokers, directories
from unisms.model.acl import Permission
from unisms.settings import resolved


def main(global_config, **settings):  # noqa: ARG001 (PasteDeploy gives it)
    """The WSGI application: the smallest host of the service."""
    settings = resolved(settings)
    settings.setdefault("tm.manager_hook", explicit_manager)
    settings.setdefault("retry.attempts", 5)  # as long as errors.PATIENCE lasts
    settings.setdefault(
        "store.patience", "5"
    )  # seconds: a page that waits for the store holds a thread
    with Configurator(
        settings=settings, root_factory="unisms.web.edge.root.root_factory"
    ) as config:
        config.include("pyramid_tm")
        config.include("pyramid_retry")
        config.include("unisms.model.store")
        config.include(
            "unisms.web.door.security"
        )  # the host's own part: who you are, sessions, CSRF
        config.set_default_permission(Permission.OPERATE)
        config.include("unisms")
        return config.make_wsgi_app()


def includeme(config):
    """Include the service itself in any host: seams, tasks, pages, and the add-ons switched on."""
    config.include("unisms.seams")
    config.include("unisms.tasks")
    config.include("unisms.web")
    for addon in addon_modules(config.registry.settings):
        config.include(addon)


def addon_modules(settings):
    """Return the modules of the add-ons switched on, in the order of the setting.

    Others' are found by their entry points, ours by the name of their module.

    :raises LookupError: the settings name one that is not installed.
    """
    known = {point.name: point.value for point in entry_points(group="unisms.addons")}
    for kind in (brokers, directories):
        ours = iter_modules(kind.__path__, f"{kind.__name__}.")
        known |= {module.name.rpartition(".")[2]: module.name for module in ours}
    names = aslist(settings.get("unisms.addons", ""))
    missing = [name for name in names if name not in known]
    if missing:
        raise LookupError(
            f"unisms.addons names add-ons that are not installed: {', '.join(missing)}"
        )
    return [known[name] for name in names]
