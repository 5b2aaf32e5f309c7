"""How good the answers are: gold questions, open datasets, baselines, probes, one report.

Cases (``cases``) come from gold files (``gold_cases``) or published datasets (``datasets``). A
system (``systems``, ``baselines``) answers each; what came out is an outcome (``outcomes``),
kept in a journal as it comes (``journal``, ``run``). Everything after that reads outcomes alone:
measures of one (``measures``), figures over many (``figures``, ``resampling``), and the report
(``report``). So whatever a report says can be computed again from the outcomes in it.
"""
