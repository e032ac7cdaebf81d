//! Figures with their targets, as a table.

/// One line of the table.
#[derive(Debug)]
struct Line {
    what: String,
    figure: String,
    target: String,
    reached: &'static str,
}

/// All figures of a run.
#[derive(Debug, Default)]
pub(crate) struct Report {
    lines: Vec<Line>,
}

impl Report {
    /// A figure to know.
    pub(crate) fn note(&mut self, what: impl Into<String>, figure: impl Into<String>) {
        self.push(what.into(), figure.into(), String::new(), "");
    }

    /// A figure that is to be at most `most`.
    pub(crate) fn most(&mut self, what: impl Into<String>, figure: f64, most: f64, unit: &str) {
        let reached = if figure <= most { "yes" } else { "NO" };
        self.push(what.into(), format!("{figure:.2}{unit}"), format!("≤ {most}{unit}"), reached);
    }

    /// A figure that is to be at least `least`.
    pub(crate) fn least(&mut self, what: impl Into<String>, figure: f64, least: f64, unit: &str) {
        let reached = if figure >= least { "yes" } else { "NO" };
        self.push(what.into(), format!("{figure:.2}{unit}"), format!("≥ {least}{unit}"), reached);
    }

    pub(crate) fn heading(&mut self, words: impl Into<String>) {
        self.push(words.into(), String::new(), String::new(), "#");
    }

    fn push(&mut self, what: String, figure: String, target: String, reached: &'static str) {
        // Printed at once, for a full run takes minutes.
        match reached {
            "#" => println!("\n{what}"),
            _ => println!("  {what:<66} {figure:>16}  {target:<12} {reached}"),
        }
        self.lines.push(Line { what, figure, target, reached });
    }

    /// Says what was missed.
    pub(crate) fn finish(&self) {
        let judged = self.lines.iter().filter(|line| !line.target.is_empty()).count();
        let missed: Vec<&Line> = self.lines.iter().filter(|line| line.reached == "NO").collect();
        println!("\n{} of {judged} targets reached", judged - missed.len());
        for line in missed {
            println!("  missed: {}: {} instead of {}", line.what, line.figure, line.target);
        }
    }
}
