//! A spreadsheet saved as text: parted by commas, semicolons or tabs, whichever its first row has most of.
//! Excel and `LibreOffice` write `;` where the comma is the decimal sign, and tabs when copied from.

/// Columns beyond these are left out.
const COLUMNS_MAX: usize = 16;

/// A row that is not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// As the spreadsheet shows it beside the row, from 1.
    pub number: usize,
    /// Never empty; as they were typed.
    pub cells: Vec<String>,
}

/// Why a text is no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowsTrouble {
    /// The quotation mark open at this row is not closed.
    Quote(usize),
    /// There are more rows than may be.
    Many,
}

/// The rows of `text`, at most `rows_max` of them that are not empty.
pub fn read(text: &str, rows_max: usize) -> Result<Vec<Row>, RowsTrouble> {
    let first = text.lines().find(|line| !line.starts_with("sep=")).unwrap_or_default();
    let separator = [',', ';', '\t']
        .into_iter()
        .max_by_key(|each| (first.matches(*each).count(), *each == ','))
        .unwrap_or(',');
    let mut rows = Vec::new();
    // Excel may say its separator in a row of its own.
    let (text, mut number) = match text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n'))
    {
        Some((_, rest)) => (rest, 2),
        None => (text, 1),
    };
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let Some(cell) = cells.last_mut() else { break };
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            '\n' | '\r' if !quoted => {
                if character == '\r' && characters.peek() == Some(&'\n') {
                    characters.next();
                }
                end_row(&mut rows, number, &mut cells, rows_max)?;
                number += 1;
            }
            other if other == separator && !quoted => {
                if cells.len() < COLUMNS_MAX {
                    cells.push(String::new());
                }
            }
            other => cell.push(other),
        }
    }
    if quoted {
        return Err(RowsTrouble::Quote(number));
    }
    end_row(&mut rows, number, &mut cells, rows_max)?;
    Ok(rows)
}

fn end_row(
    rows: &mut Vec<Row>,
    number: usize,
    cells: &mut Vec<String>,
    rows_max: usize,
) -> Result<(), RowsTrouble> {
    let cells = std::mem::replace(cells, vec![String::new()]);
    if cells.iter().all(|cell| cell.trim().is_empty()) {
        return Ok(());
    }
    if rows.len() >= rows_max {
        return Err(RowsTrouble::Many);
    }
    rows.push(Row { number, cells });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(usize, Vec<String>)> {
        read(text, 9).unwrap().into_iter().map(|row| (row.number, row.cells)).collect()
    }

    #[test]
    fn any_separator_and_any_line_end_give_the_same_rows() {
        let expected = vec![
            (1, vec!["name".to_owned(), "class".into()]),
            (3, vec!["Amina, \"Mina\"".into(), "4B".into()]),
        ];
        for (separator, end) in [(",", "\n"), (";", "\r\n"), ("\t", "\r")] {
            let text = format!(
                "name{separator}class{end}{separator}{end}\"Amina, \"\"Mina\"\"\"{separator}4B"
            );
            assert_eq!(cells(&text), expected, "{text:?}");
        }
        assert_eq!(cells("sep=;\na;b"), vec![(2, vec!["a".to_owned(), "b".into()])]);
        assert_eq!(read("a\n\"b", 9), Err(RowsTrouble::Quote(2)));
        assert_eq!(read("a\nb\nc", 2), Err(RowsTrouble::Many));
    }
}
