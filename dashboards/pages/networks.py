"""Names of operators by MCC-MNC, of France and its overseas territories.

Source: the numbering plan of Arcep for mobile networks. Others are shown by their code.
"""

NETWORKS = {
    "20801": "Orange",
    "20802": "Orange",
    "20809": "SFR",
    "20810": "SFR",
    "20811": "SFR",
    "20813": "SFR",
    "20815": "Free Mobile",
    "20816": "Free Mobile",
    "20820": "Bouygues Telecom",
    "20821": "Bouygues Telecom",
    "20888": "Bouygues Telecom",
    "34001": "Orange Caraïbe",
    "34020": "Digicel",
    "54601": "Mobilis (OPT)",
    "54720": "Vini",
    "64700": "Orange Réunion",
    "64710": "SFR Réunion",
}
