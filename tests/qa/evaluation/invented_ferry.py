"""The article that probes are tried on. All people, places and events in it are invented."""

from index.articles import make_article

FERRY = make_article("""Ferry runs aground off Orrin Head

The ferry, which carried 214 passengers, ran aground on Friday in heavy fog.
Captain John Marlow was not on the bridge when the ship hit the rocks, police said.
Jane Roe said the company had paid $3.5 million for a new radar in 2019.
"The alarm was raised within nine minutes of it," said Mary Holt, who leads the coast guard.
The harbour of Velden will be closed until Tuesday because oil has leaked from the ship.
""")
