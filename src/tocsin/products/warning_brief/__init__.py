"""The brief of a watch: what a person reads, as rows of sentences with their figures and endnotes; then as text, Markdown and HTML.

`compose.brief_of` makes the rows from an `Outlook`; `lint.lint` checks them; `data` writes them as JSON and reads them back; `text`,
`markdown` and `html` show the same rows.
"""
