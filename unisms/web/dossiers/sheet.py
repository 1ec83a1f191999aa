"""The looks of the page that a person is given, which stands in a folder of theirs."""

SHEET = """\
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin: 2.5rem 0 .5rem; font-size: 1.25rem; }
.table-box { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
.unseen { position: absolute; left: -99in; }
th, td { border-bottom: 1px solid #ccc; padding: .4rem .8rem .4rem 0; }
th, td { text-align: left; vertical-align: top; }
dt { font-weight: 600; }
dd { margin: 0 0 .5rem; }
.soft { color: #555; }
@media (max-width: 40rem) {
  thead { display: none; }
  tr { display: block; border-bottom: 1px solid #ccc; padding: .5rem 0; }
  td { display: block; border: 0; padding: 0; overflow-wrap: anywhere; }
  td::before { content: attr(data-title) " : "; font-weight: 600; }
}
"""
