use model::ActorRef;
use std::ops::Index;
use std::sync::Arc;

/// Values by number. Columns that differ in a few rows share most of them.
#[derive(Debug, Clone, Default)]
pub struct Names {
    shared: Arc<Vec<ActorRef>>,
    own: Vec<ActorRef>,
}

impl Names {
    /// How many.
    pub fn len(&self) -> usize {
        self.shared.len() + self.own.len()
    }

    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// In the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &ActorRef> + Clone {
        self.shared.iter().chain(&self.own)
    }

    /// The value with a number.
    pub fn get(&self, number: usize) -> Option<&ActorRef> {
        match number.checked_sub(self.shared.len()) {
            None => self.shared.get(number),
            Some(own) => self.own.get(own),
        }
    }

    /// Gives the next number to a value.
    pub(super) fn push(&mut self, name: ActorRef) {
        self.own.push(name);
    }
}

impl From<Vec<ActorRef>> for Names {
    fn from(names: Vec<ActorRef>) -> Self {
        Names {
            shared: Arc::new(names),
            own: Vec::new(),
        }
    }
}

impl Index<usize> for Names {
    type Output = ActorRef;

    fn index(&self, number: usize) -> &ActorRef {
        match number.checked_sub(self.shared.len()) {
            None => &self.shared[number],
            Some(own) => &self.own[own],
        }
    }
}

impl PartialEq for Names {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl Eq for Names {}
