//! What a file of history is called.

use crate::{Console, ConsoleError};
use chrono::TimeDelta;
use mini_aws_domain::{AuditExport, ExportRequest, HistorySubject, InstanceId};

/// How much of a subject's name is in a file's.
const NAME_LENGTH: usize = 80;

impl Console {
    /// The name that is suggested for a file, such as `mini-aws-web-1-2026-11-16_2026-11-23.csv`: letters, digits, dots, dashes and
    /// underscores.
    ///
    /// # Errors
    /// The store cannot say what an instance was called that is gone.
    pub async fn export_name(&self, request: &ExportRequest) -> Result<String, ConsoleError> {
        let subject = match &request.subject {
            HistorySubject::Total => "total".to_owned(),
            HistorySubject::Instance { id } => instance_name(self, id).await?,
            HistorySubject::Name { name } => name.clone(),
            HistorySubject::Group { project, service: None } => project.clone(),
            HistorySubject::Group { project, service: Some(service) } => {
                format!("{project}-{service}")
            }
        };
        Ok(file_name(&subject, request))
    }

    /// The name that is suggested for a file of the audit log, such as `mini-aws-activity-2026-11-23.csv`.
    #[must_use]
    pub fn audit_export_name(&self, export: &AuditExport) -> String {
        let day = self.now().date_naive();
        format!("mini-aws-activity-{day}.{}", export.format.extension())
    }
}

impl Console {
    /// The name that is suggested for a file of an instance's log, such as `mini-aws-web-1-log-2026-11-23.txt`.
    ///
    /// # Errors
    /// The store cannot say what an instance was called that is gone.
    pub async fn log_name(&self, instance: &InstanceId) -> Result<String, ConsoleError> {
        let subject = plain(&instance_name(self, instance).await?);
        Ok(format!("mini-aws-{subject}-log-{}.txt", self.now().date_naive()))
    }
}

/// What people call an instance, be it there or gone; its short id if nobody knows.
pub(crate) async fn instance_name(
    console: &Console,
    id: &InstanceId,
) -> Result<String, ConsoleError> {
    let present = console.instances().into_iter().find(|instance| instance.id == *id);
    if let Some(instance) = present {
        return Ok(instance.name);
    }
    let gone = console.past_instances().await?.into_iter().find(|instance| instance.id == *id);
    Ok(gone.map_or_else(|| id.short().to_owned(), |instance| instance.name))
}

/// A subject's name with nothing in it that a file system may refuse.
fn plain(subject: &str) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let letters = subject.chars().take(NAME_LENGTH);
    letters.map(|character| if allowed(character) { character } else { '-' }).collect()
}

/// A name that every file system takes.
fn file_name(subject: &str, request: &ExportRequest) -> String {
    let subject = plain(subject);
    let first = request.from.date_naive();
    // The end is not in it: a range up to midnight ends on the day before.
    let last = request.to.checked_sub_signed(TimeDelta::milliseconds(1)).unwrap_or(request.to);
    let last = last.date_naive().max(first);
    let days = if first == last { format!("{first}") } else { format!("{first}_{last}") };
    format!("mini-aws-{subject}-{days}.{}", request.format.extension())
}

#[cfg(test)]
mod tests {
    use super::*;
    use mini_aws_domain::ExportFormat;

    fn request(from: &str, to: &str, format: ExportFormat) -> ExportRequest {
        ExportRequest {
            subject: HistorySubject::Total,
            metrics: Vec::new(),
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            format,
        }
    }

    #[test]
    fn the_name_says_whose_and_when() {
        let week = request("2026-11-16T08:00:00Z", "2026-11-23T08:00:00Z", ExportFormat::Csv);
        assert_eq!(file_name("web-1", &week), "mini-aws-web-1-2026-11-16_2026-11-23.csv");
        let day = request("2026-11-16T00:00:00Z", "2026-11-17T00:00:00Z", ExportFormat::Json);
        assert_eq!(file_name("total", &day), "mini-aws-total-2026-11-16.json");
        let nothing = request("2026-11-16T00:00:00Z", "2026-11-16T00:00:00Z", ExportFormat::Json);
        assert_eq!(file_name("total", &nothing), "mini-aws-total-2026-11-16.json");
    }

    #[test]
    fn a_name_never_leads_out_of_the_folder() {
        let day = request("2026-11-16T00:00:00Z", "2026-11-16T01:00:00Z", ExportFormat::Csv);
        assert_eq!(file_name("../a b/ü", &day), "mini-aws-..-a-b---2026-11-16.csv");
        assert!(file_name(&"x".repeat(1_000), &day).len() < 120);
    }
}
