"""Asking web sites politely: what the sources over HTTP have in common. Nothing here knows any one site.

`network`: whether and how the network may be used. `client`: one request after another, by the sites' rules. `robots`:
what a site lets programs fetch. `signs`: pages that are no answer. `pages`: what was fetched before is only asked about.
`page`: the part of a page that is kept. `addresses`: URLs, their shape in messages and as paths.
"""
