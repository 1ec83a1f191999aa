"""LDAP (RFC 4511): the directory of a university, with SupAnn and inetOrgPerson."""

from unisms.addons.directories.ldap.directory import LdapDirectory


def includeme(config):
    config.add_directory("ldap", LdapDirectory)
