"""Each attribute of each stored class: how long what it says is kept, and who erases it.

An attribute that is new belongs here before it is stored: under ``STAYS`` with the reason why
nobody need erase it, or under the function that does.
"""

#: why something may stay as long as its record does -> class -> attributes
STAYS = {
    "it places a record, counts, dates or is one of a few known words: it says nothing of "
    "anybody": {
        "Account": "__name__ __parent__ closed balance overdraft purpose",
        "Approval": "asked_at ended_at granted_at reminded_at escalated_at nudged_at told",
        "Authored": "_due _waiting",
        "Awaiting": "_due",
        "Balance": "available",
        "BrokerConnection": "__name__ __parent__ port pace alphabet prices trouble_at trouble_kind "
        "test_asked"
        " receipts_cover line turns open holds parked_count inboxes_count"
        " receipt_counts",
        "Campaign": "__name__ __parent__ state account connection sender_id urgent on_doubt "
        "plain_values leaving_link replies_mailed summary_mailed link_number ending judged braked"
        " agreed purpose errand origin trial tally _carriers created_at sent_at ended_at closed_at"
        " erased_at handover waves timing schedule series copies",
        "DirectoryConnection": "most port refreshed refresh_trouble signs_in test_asked",
        "DirectoryQuery": "__name__ __parent__ answered_at count_asked counted trouble",
        "Erasure": "__name__ __parent__ state cursor under_way counts remains done_at created_at"
        " keeps_acts",
        "ExportKeys": "_highest _keys",
        "DigestTree": "max_leaf_size",
        "OnceKey": "campaigns edition",
        "SavedAudience": "__name__ __parent__ account created_at",
        "Folder": "__name__ __parent__ _children _count most title",
        "Grants": "changes",
        "Group": "__name__ __parent__",
        "Handover": "claims cursor doubtful marks returned spread taken",
        "Import": "__name__ __parent__ state encoding delimiter with_hidden edition created_at "
        "of_register "
        "size read_at",
        "Institution": "approval_manner awaiting"
        " accent alarms consent country foreign_numbers foreign_price keeps_history "
        "language "
        "logo_version opened_at"
        " replies_mailed stop_confirmed stop_reaches"
        " health_rules policies quiet_hours periods removal_share export_keys"
        " retention rolls second_factor time_zone timetable",
        "NumberHealth": "carriers looked_at _closed _counted _fresh _taken",
        "Life": "beaten_at beats count generation leap restored trusted",
        "Line": "holder machine until waiting",
        "MessageTemplate": "__name__ __parent__ purpose",
        "CopyStates": "_states counts cursor has_authors",
        "Outbox": "copying paced_until unread unread_at",
        "Register": "__name__ __parent__ state problem whole columns unchanged before counts"
        " lines"
        " compared_at approved_at done overtaken roll file created_at",
        "Role": "__name__ __parent__ limits permissions",
        "Root": "demonstration dismissals life link_codes maintenance night_at numbers_key"
        " opened_at",
        "OwnPages": "__name__ __parent__ reminded_to",
        "LineTree": "max_leaf_size",
        "RowTree": "max_leaf_size",
        "Subscriber": "__name__ __parent__ called came_from confidence found_in paused_until"
        " proven_at rolls",
        "Theme": "__name__ __parent__ archived created_at joining kind leaving_link _days _size",
        "Turns": "campaigns institutions",
        "UnreadNews": "missed missed_at",
    },
    "the uid of who is responsible: as long as that for which they are": {
        "Account": "approval_change last_change",
        "Approval": "by asked",
        "Authored": "_authors",
        "BrokerConnection": "last_change",
        "Campaign": "author history",
        "DirectoryConnection": "last_change",
        "DirectoryQuery": "last_change",
        "Erasure": "author",
        "Group": "last_change",
        "Import": "author",
        "Institution": "approval_change"
        " access_change health_change identity_change mail_change policies_change"
        " timetable_change"
        " removals_change replies_change keeping_change",
        "MessageTemplate": "last_change owner written",
        "Register": "approver author",
        "Role": "last_change",
        "Subscriber": "last_change",
        "Theme": "last_change owner",
        "TemplateFolder": "last_change most",
    },
    "the directory and its rights: until somebody takes the person, the group or the role out": {
        "DirectoryConnection": "missing",  # as the directory told last night
        "Grants": "_held",
        "Group": "groups title uids",
        "Institution": "grants passwords put_away second_factors",
        "OwnPages": "_lost _to_erase",
        "People": "_emails _moved _names _paused _proven _proofs _reports _said _uids _words"
        " recent",
        "Role": "about title",
        "Root": "passwords put_away second_factors",
        "Subscriber": "consent_at consented_to email language mail_trouble msisdn name opt_out_at",
        "Theme": "_asked _left _members _met",
    },
    "the ledger, which accounting law keeps (Code de commerce, article L123-22: ten years)": {
        "Account": "_ledger _order title",
    },
    "in use: until somebody changes it, or removes the record": {
        "Account": "approval_rules",
        "BrokerConnection": "adapter numbers receipts_key settings title trouble",
        "DirectoryConnection": "adapter settings",
        "DirectoryQuery": "base chosen group title",
        "Conditions": "_versions",  # each is what somebody has said yes to
        "Institution": "approval_rules conditions logo mail_reply_to mail_sender",
        "Outbox": "away",  # said by a mail server, until it answers again
        "Logo": "content kind",
        "Theme": "about about_en account criteria group notice title title_en wordings writers",
        "MessageTemplate": "archived text title",
    },
    "digests, and what waits a minute to be sealed": {
        "Audit": "_asked _links _waiting forgotten head quoted"
    },
}

#: the function that erases it -> class -> attributes
ERASED = {
    "unisms.services.institution.retention.erase_some": {
        "Approval": "answers digest reasons sources unusual",
        "Authored": "_listed",
        "Campaign": "title text audience columns check problem _rows _values _second_tries"
        " reason row_notes wording minus left_out mail_copy approval",
        "LeftOut": "parts places",
        "Institution": "replies",
        "Replies": "_fresh _months _unread",
        "RowNotes": "_noticed _texts _uids notices",
    },
    "unisms.services.replies.leavings.forget": {
        "Institution": "leavings",
        "Leavings": "_months",
    },
    "unisms.services.institution.retention.forget_templates": {"MessageTemplate": "earlier"},
    "unisms.services.ground.outbox.forget": {
        "Institution": "outbox",
        "Enclosure": "files html",
        "Outbox": "_due _enclosures _failed _left _of _waiting",
        "Root": "outbox",
    },
    "unisms.services.imports.uploads.forget": {
        "Authored": "uploads",
        "Chunk": "content",
        "Import": "filename raw rows problem detail sheet sheets wanted columns kinds "
        "number_columns"
        " name_columns key_column country_column rule day ready countries notices",
        "Rows": "_texts",
    },
    "unisms.services.dossiers.erasures.go_on": {"Erasure": "marks subject traces"},
    "unisms.services.register.requests.forget": {"Register": "changes filename new_groups remarks"},
    "unisms.services.delivery.parking.forget_parked": {"BrokerConnection": "parked"},
    "unisms.services.delivery.inbox.empty_idle": {"BrokerConnection": "inboxes"},
    "unisms.services.institution.audit_journals.forget_some": {
        "Audit": "_chain _parts",
        "Institution": "audit",
        "Root": "audit",
    },
    "unisms.services.delivery.unread.forget_old": {
        "BrokerConnection": "unread",
        "UnreadNews": "_kept",
    },
    "unisms.services.brokers.sender_ids.forget": {"BrokerConnection": "sender_ids"},
    "unisms.services.brokers.connections.forget_words": {"BrokerConnection": "tested"},
    "unisms.services.directory.directories.forget_samples": {"DirectoryConnection": "found tested"},
    "unisms.services.directory.queries.forget": {"DirectoryQuery": "_members numberless"},
    "unisms.services.histories.ages.forget": {
        "History": "_entered _months _numbers _past _stale _waiting",
        "Institution": "history",
        "PastCampaign": "at month department purpose ends",
    },
    "unisms.services.links.records.forget": {
        "People": "_former _former_of",
        "Institution": "links",
        "LinkedCampaign": "name at _left _digests",
        "Links": "_campaigns code",
    },
    "unisms.services.people.consent.forget": {
        "People": "_refusals",
        "Institution": "senders",
        "SenderNoes": "__name__ __parent__ _left _refusals",
        "RecentChanges": "_former _present day edition",
        "Refusals": "_noes",
        "Theme": "_refusals",
    },
    "unisms.services.health.flags.forget": {
        "Institution": "numbers",
        "NumberHealth": "outages _flags _hours _networks _pasts _saved",
    },
    "unisms.services.approvals.absences.forget": {"Awaiting": "_absences"},
    "unisms.services.exclusions.once_keys.forget": {
        "Institution": "once_keys",
        "OnceKey": "_told",
    },
    "unisms.services.exclusions.saved.forget": {"SavedAudience": "minus owner pairs title"},
    "unisms.services.rights.daily.forget_spent": {"Institution": "frozen spent"},
    "unisms.services.door.sessions.forget": {
        "Institution": "ended_sessions signed_out",
        "Root": "ended_sessions signed_out",
    },
    "unisms.services.door.throttle.forget": {
        "Institution": "known_addresses sign_in_failures",
        "Root": "known_addresses sign_in_failures",
    },
    "unisms.services.brokers.proposals.forget": {
        "Institution": "proposals",
        "Proposal": "basis by draft found place seen test_asked tested",
        "Root": "proposals",
    },
    "unisms.services.people.unsent_forms.forget": {
        "Institution": "drafts",
        "TypedForm": "edition fields page place saved_at view",
    },
    "unisms.services.people.unsent_forms.forget_carried": {
        "Institution": "carried",
        "Root": "carried",
    },
    "unisms.services.subscribers.codes.forget": {"OwnPages": "_codes _declined _left _times"},
    "unisms.services.replies.replies.give_late": {"BrokerConnection": "parts"},
    "unisms.services.replies.replies.forget_seen": {
        "BrokerConnection": "last_replies replies_seen unanswered"
    },
    "unisms.services.replies.replies.forget_trails": {
        "BrokerConnection": "trails",
        "Trail": "_pages",
        "TrailPage": "octets",
    },
    "unisms.services.replies.replies.forget_unclaimed": {"Root": "replies"},
}


def listed():
    """Every pair of class and attribute on the list."""
    tables = [*STAYS.values(), *ERASED.values()]
    return [(name, one) for table in tables for name, ones in table.items() for one in ones.split()]
