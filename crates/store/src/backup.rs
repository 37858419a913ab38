use crate::{Casebook, Error, Result};
use std::fs::File;
use std::path::{Path, PathBuf};

impl Casebook {
    /// Writes a copy of the casebook as it is now, in one file without gaps; others may go on
    /// reading and writing meanwhile.
    ///
    /// The copy appears under its name when it is whole and on disk. Refuses to write over
    /// a file.
    pub fn backup(&self, to: impl AsRef<Path>) -> Result<()> {
        let to = to.as_ref();
        if to.exists() {
            return Err(Error::Exists {
                path: to.to_owned(),
            });
        }
        let half = beside(to);
        let file_error = |source| Error::File {
            path: to.to_owned(),
            source,
        };
        // Created here, so that a folder that cannot be written to is named as such, and so that
        // two backups to the same name do not meet.
        File::create_new(&half).map_err(|source| match source.kind() {
            std::io::ErrorKind::AlreadyExists => Error::HalfBackup {
                path: half.clone(),
                to: to.to_owned(),
            },
            _ => file_error(source),
        })?;
        let result = self.copy_to(&half).and_then(|()| {
            std::fs::hard_link(&half, to)
                .or_else(|_| std::fs::rename(&half, to))
                .map_err(file_error)
        });
        let _ = std::fs::remove_file(&half);
        result?;
        if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty())
            && let Ok(folder) = File::open(folder)
        {
            // Not every system can: the copy itself is on disk already.
            let _ = folder.sync_all();
        }
        Ok(())
    }

    fn copy_to(&self, half: &Path) -> Result<()> {
        let whole = std::path::absolute(half).unwrap_or_else(|_| half.to_owned());
        let Some(name) = whole.to_str() else {
            return Err(Error::Closed {
                path: half.to_owned(),
                why: "its name is not Unicode".to_owned(),
            });
        };
        self.connection
            .execute("VACUUM INTO ?1", [name])
            .map_err(|error| match self.explain(error) {
                Error::Full { .. } => Error::Full {
                    path: half.to_owned(),
                },
                other => other,
            })?;
        File::options()
            .write(true)
            .open(half)
            .and_then(|file| file.sync_all())
            .map_err(|source| Error::File {
                path: half.to_owned(),
                source,
            })
    }
}

fn beside(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}
