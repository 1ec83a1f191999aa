"""The directory in memory keeps the promise of every directory."""

from unisms.testing.directories import DirectoryContract, FakeDirectory


class TestFakeDirectory(DirectoryContract):
    def make_directory(self):
        directory = FakeDirectory()
        directory.has(*self.KNOWN[:2], password=self.PASSWORD)
        directory.has_group(self.GROUP, "Tuteurs", self.KNOWN.uid)
        return directory
