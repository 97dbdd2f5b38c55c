//! Tables: aligned by what is seen rather than by bytes, no wider than the terminal; and lines for programs.

use super::clean::clean;
use super::style::{Paint, Style};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Between two columns.
const GAP: usize = 2;
const ELLIPSIS: char = '…';

/// Where a column's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// At the left: words.
    #[default]
    Left,
    /// At the right: numbers.
    Right,
}

/// One column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    title: &'static str,
    align: Align,
    /// How narrow it may become before others are left out; `None` for one that is shown whole.
    shortest: Option<usize>,
    /// Which goes first where there is no room for all: the highest number. Those with zero stay.
    spare: u8,
}

impl Column {
    /// A column of words that is always there, and whole.
    pub const fn new(title: &'static str) -> Self {
        Self { title, align: Align::Left, shortest: None, spare: 0 }
    }

    /// With numbers in it.
    pub const fn right(self) -> Self {
        Self { align: Align::Right, ..self }
    }

    /// That may be cut down to this width.
    pub const fn shrinks_to(self, shortest: usize) -> Self {
        Self { shortest: Some(shortest), ..self }
    }

    /// That may be left out: the highest number first.
    pub const fn spare(self, spare: u8) -> Self {
        Self { spare, ..self }
    }
}

/// One text of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    text: String,
    paint: Paint,
}

impl Cell {
    /// A text, made harmless, in its colour.
    pub fn new(text: &str, paint: Paint) -> Self {
        Self { text: clean(text).into_owned(), paint }
    }
}

impl<T: AsRef<str>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self::new(text.as_ref(), Paint::Plain)
    }
}

/// Rows under titles.
#[derive(Debug, Clone)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// A table without rows.
    pub fn new(columns: &[Column]) -> Self {
        Self { columns: columns.to_vec(), rows: Vec::new() }
    }

    /// Adds a row, a cell for each column.
    pub fn push(&mut self, row: Vec<Cell>) {
        self.rows.push(row);
    }

    /// The table, a line for each row.
    pub fn draw(&self, style: &Style) -> String {
        let shown = self.layout(style.width);
        let mut text = String::new();
        let titles: Vec<Cell> =
            self.columns.iter().map(|column| Cell::new(column.title, Paint::Strong)).collect();
        for row in std::iter::once(&titles).chain(&self.rows) {
            text.push_str(&self.line(row, &shown, style));
            text.push('\n');
        }
        text
    }

    /// Which columns are shown, and how wide.
    fn layout(&self, width: usize) -> Vec<(usize, usize)> {
        let mut shown: Vec<(usize, usize)> = (0..self.columns.len())
            .map(|index| {
                let cells = self.rows.iter().filter_map(|row| row.get(index));
                let widest = cells.map(|cell| cell.text.width()).max().unwrap_or(0);
                (index, widest.max(self.columns[index].title.width()))
            })
            .collect();
        // Where nobody has any, a column says nothing.
        let is_empty = |index: usize| {
            let mut cells = self.rows.iter().filter_map(|row| row.get(index));
            cells.all(|cell| cell.text.is_empty())
        };
        shown.retain(|(index, _)| self.columns[*index].spare == 0 || !is_empty(*index));
        loop {
            let total: usize = shown.iter().map(|(_, wide)| wide + GAP).sum();
            let over = total.saturating_sub(GAP).saturating_sub(width);
            if over == 0 {
                return shown;
            }
            let reserve = |&(index, wide): &(usize, usize)| {
                self.columns[index].shortest.map_or(0, |shortest| wide.saturating_sub(shortest))
            };
            if shown.iter().map(reserve).sum::<usize>() >= over {
                self.shrink(&mut shown, over);
                return shown;
            }
            let spare = shown.iter().max_by_key(|(index, _)| self.columns[*index].spare);
            let spare = spare.map(|(index, _)| *index).filter(|it| self.columns[*it].spare > 0);
            let Some(spare) = spare else {
                // Nothing is left to leave out: what is beyond the edge is beyond the edge.
                self.shrink(&mut shown, over);
                return shown;
            };
            shown.retain(|(index, _)| *index != spare);
        }
    }

    /// Takes width from the widest first, so that no column suffers before another one that has more.
    fn shrink(&self, shown: &mut [(usize, usize)], over: usize) {
        for _ in 0..over {
            let can = |(index, wide): &&mut (usize, usize)| {
                self.columns[*index].shortest.is_some_and(|shortest| *wide > shortest)
            };
            let Some(widest) = shown.iter_mut().filter(can).max_by_key(|(_, wide)| *wide) else {
                return;
            };
            widest.1 -= 1;
        }
    }

    fn line(&self, row: &[Cell], shown: &[(usize, usize)], style: &Style) -> String {
        let mut line = String::new();
        let mut owed = 0;
        for (index, wide) in shown {
            let Some(cell) = row.get(*index) else { continue };
            let text = fitted(&cell.text, *wide);
            if text.is_empty() {
                owed += wide + GAP;
                continue;
            }
            let room = wide.saturating_sub(text.width());
            let (before, after) = match self.columns[*index].align {
                Align::Left => (0, room),
                Align::Right => (room, 0),
            };
            // No spaces at a line's end: they wrap where the window became narrower.
            line.push_str(&" ".repeat(owed + before));
            line.push_str(&style.paint(cell.paint, &text));
            owed = after + GAP;
        }
        line
    }
}

/// The text, cut to a width with a sign that it was.
pub fn fitted(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut room = width.saturating_sub(1);
    let mut cut = String::new();
    for letter in text.chars() {
        let wide = letter.width().unwrap_or(0);
        if wide > room {
            break;
        }
        room -= wide;
        cut.push(letter);
    }
    cut.push(ELLIPSIS);
    cut
}

/// Lines for programs: the fields' names, then a line for each row, with tabs between.
pub fn separated(names: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut text = names.join("\t");
    text.push('\n');
    for row in rows {
        let fields: Vec<_> = row.iter().map(|field| clean(field)).collect();
        text.push_str(&fields.join("\t"));
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let columns = [
            Column::new("NAME").shrinks_to(6),
            Column::new("CPU").right(),
            Column::new("IMAGE").shrinks_to(6).spare(1),
            Column::new("ID").spare(2),
        ];
        let mut table = Table::new(&columns);
        for row in [
            ["web-frontend-1", "12.5 %", "registry/shop:2", "4a780db78679"],
            ["東京", "0.0 %", "db", "beef"],
        ] {
            table.push(row.iter().map(Cell::from).collect());
        }
        table
    }

    fn draw(width: usize) -> String {
        table().draw(&Style { width, height: 24, coloured: false })
    }

    #[test]
    fn columns_are_as_wide_as_what_is_seen_in_them() {
        insta::assert_snapshot!(draw(100), @r"
        NAME               CPU  IMAGE            ID
        web-frontend-1  12.5 %  registry/shop:2  4a780db78679
        東京             0.0 %  db               beef
        ");
    }

    #[test]
    fn what_can_be_cut_is_cut_before_anything_is_left_out() {
        insta::assert_snapshot!(draw(44), @r"
        NAME           CPU  IMAGE       ID
        web-front…  12.5 %  registry/…  4a780db78679
        東京         0.0 %  db          beef
        ");
        insta::assert_snapshot!(draw(30), @r"
        NAME           CPU  IMAGE
        web-front…  12.5 %  registry/…
        東京         0.0 %  db
        ");
        insta::assert_snapshot!(draw(16), @r"
        NAME         CPU
        web-fro…  12.5 %
        東京       0.0 %
        ");
    }

    #[test]
    fn no_line_is_wider_than_the_terminal_while_there_is_a_way() {
        for width in 14..80 {
            let drawn = draw(width);
            assert!(drawn.lines().all(|line| line.width() <= width), "{width}:\n{drawn}");
        }
        assert!(draw(1).lines().all(|line| line.width() <= 14), "and then it is what it is");
    }

    #[test]
    fn letters_of_two_columns_are_not_cut_in_half() {
        assert_eq!(fitted("東京都", 6), "東京都");
        assert_eq!(fitted("東京都", 5), "東京…");
        assert_eq!(fitted("東京都", 4), "東…");
        assert_eq!(fitted("abc", 0), "…");
    }

    #[test]
    fn colour_takes_no_room_and_orders_have_no_effect() {
        let mut table = Table::new(&[Column::new("NAME"), Column::new("STATE")]);
        table.push(vec![Cell::from("a\u{1b}[2J"), Cell::new("running", Paint::Good)]);
        let style = Style { width: 80, height: 24, coloured: true };
        let row = table.draw(&style).lines().nth(1).unwrap().to_owned();
        assert_eq!(row, "a␛[2J  \u{1b}[32mrunning\u{1b}[0m");
    }

    #[test]
    fn a_field_never_breaks_a_line_for_programs() {
        let rows = [vec!["a\tb".to_owned(), "c\nd".to_owned()]];
        assert_eq!(separated(&["one", "two"], rows), "one\ttwo\na␉b\tc␊d\n");
    }
}
