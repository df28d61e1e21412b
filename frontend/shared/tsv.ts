/** Reads what a spreadsheet puts on the clipboard: tabs and lines, fields with tabs, lines or quotes in quotes. */
export function parseTsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let field = ''
  let quoted = false
  const source = text.replace(/\r\n?/g, '\n')
  for (let i = 0; i < source.length; i++) {
    const c = source[i]
    if (quoted) {
      if (c !== '"') field += c
      else if (source[i + 1] === '"') {
        field += '"'
        i++
      } else quoted = false
    } else if (c === '"' && field === '') quoted = true
    else if (c === '\t' || c === '\n') {
      row.push(field)
      field = ''
      if (c === '\n') {
        rows.push(row)
        row = []
      }
    } else field += c
  }
  if (field || row.length) rows.push([...row, field])
  return rows
}

export const toTsv = (rows: string[][]): string =>
  rows.map((row) => row.map((field) => (/[\t\n\r"]/.test(field) ? `"${field.replace(/"/g, '""')}"` : field)).join('\t')).join('\r\n')
