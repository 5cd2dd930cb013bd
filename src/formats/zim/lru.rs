//! A map bounded by bytes that forgets what was used longest ago.

use std::collections::HashMap;
use std::hash::Hash;

/// Bookkeeping of one item: key, links, hash slot. An estimate, so that tiny items are bounded too.
const ITEM_BYTES: usize = 96;
const NONE: usize = usize::MAX;

/// Least recently used first out; never holds more than its limit in bytes.
pub(super) struct ByteLru<K, V> {
    slots: HashMap<K, usize>,
    nodes: Vec<Node<K, V>>,
    free: Vec<usize>,
    newest: usize,
    oldest: usize,
    held_bytes: usize,
    limit_bytes: usize,
}

struct Node<K, V> {
    key: K,
    value: Option<V>,
    bytes: usize,
    newer: usize,
    older: usize,
}

impl<K: Hash + Eq + Clone, V> ByteLru<K, V> {
    pub fn new(limit_bytes: usize) -> Self {
        Self {
            slots: HashMap::new(),
            nodes: Vec::new(),
            free: Vec::new(),
            newest: NONE,
            oldest: NONE,
            held_bytes: 0,
            limit_bytes,
        }
    }

    pub fn held_bytes(&self) -> usize {
        self.held_bytes
    }

    /// The value, which becomes the most recently used.
    pub fn get(&mut self, key: &K) -> Option<&V> {
        let at = *self.slots.get(key)?;
        self.unlink(at);
        self.link_newest(at);
        self.nodes[at].value.as_ref()
    }

    /// Puts a value in and gives back what had to go, so that it is dropped outside the lock.
    /// A value larger than the limit goes at once.
    pub fn put(&mut self, key: K, value: V, bytes: usize) -> Vec<V> {
        let mut gone: Vec<V> = self.remove(&key).into_iter().collect();
        let bytes = bytes.saturating_add(ITEM_BYTES);
        let node = Node { key: key.clone(), value: Some(value), bytes, newer: NONE, older: NONE };
        let at = if let Some(at) = self.free.pop() {
            self.nodes[at] = node;
            at
        } else {
            self.nodes.push(node);
            self.nodes.len() - 1
        };
        self.slots.insert(key, at);
        self.held_bytes += bytes;
        self.link_newest(at);
        self.shrink(&mut gone);
        gone
    }

    /// Corrects what a held value weighs; does nothing when it has gone or `is_same` denies it.
    pub fn reweigh(&mut self, key: &K, bytes: usize, is_same: impl Fn(&V) -> bool) -> Vec<V> {
        let mut gone = Vec::new();
        if let Some(&at) = self.slots.get(key) {
            let node = &mut self.nodes[at];
            if node.value.as_ref().is_some_and(is_same) {
                self.held_bytes -= node.bytes;
                node.bytes = bytes.saturating_add(ITEM_BYTES);
                self.held_bytes += node.bytes;
                self.shrink(&mut gone);
            }
        }
        gone
    }

    pub fn remove(&mut self, key: &K) -> Option<V> {
        let at = self.slots.remove(key)?;
        self.unlink(at);
        self.free.push(at);
        self.held_bytes -= self.nodes[at].bytes;
        self.nodes[at].value.take()
    }

    pub fn set_limit(&mut self, limit_bytes: usize) -> Vec<V> {
        self.limit_bytes = limit_bytes;
        let mut gone = Vec::new();
        self.shrink(&mut gone);
        gone
    }

    /// Removes all whose key is named.
    pub fn remove_where(&mut self, named: impl Fn(&K) -> bool) -> Vec<V> {
        let keys: Vec<K> = self.slots.keys().filter(|key| named(key)).cloned().collect();
        keys.iter().filter_map(|key| self.remove(key)).collect()
    }

    fn shrink(&mut self, gone: &mut Vec<V>) {
        while self.held_bytes > self.limit_bytes && self.oldest != NONE {
            let key = self.nodes[self.oldest].key.clone();
            gone.extend(self.remove(&key));
        }
    }

    fn unlink(&mut self, at: usize) {
        let (newer, older) = (self.nodes[at].newer, self.nodes[at].older);
        match newer {
            NONE if self.newest == at => self.newest = older,
            NONE => {}
            _ => self.nodes[newer].older = older,
        }
        match older {
            NONE if self.oldest == at => self.oldest = newer,
            NONE => {}
            _ => self.nodes[older].newer = newer,
        }
        self.nodes[at].newer = NONE;
        self.nodes[at].older = NONE;
    }

    fn link_newest(&mut self, at: usize) {
        self.nodes[at].older = self.newest;
        match self.newest {
            NONE => self.oldest = at,
            newest => self.nodes[newest].newer = at,
        }
        self.newest = at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EACH: usize = 100;

    fn three() -> ByteLru<u8, char> {
        let mut lru = ByteLru::new(3 * (EACH + ITEM_BYTES));
        for (key, value) in [(1, 'a'), (2, 'b'), (3, 'c')] {
            assert!(lru.put(key, value, EACH).is_empty());
        }
        lru
    }

    #[test]
    fn the_one_used_longest_ago_goes_first() {
        let mut lru = three();
        assert_eq!(lru.get(&1), Some(&'a'));
        assert_eq!(lru.put(4, 'd', EACH), vec!['b']);
        assert_eq!(lru.get(&2), None);
        assert_eq!(lru.held_bytes(), 3 * (EACH + ITEM_BYTES));
    }

    #[test]
    fn a_smaller_limit_and_a_heavier_item_push_others_out() {
        let mut lru = three();
        assert_eq!(lru.reweigh(&3, 2 * EACH + ITEM_BYTES, |_| true), vec!['a']);
        assert_eq!(lru.set_limit(0), vec!['b', 'c']);
        assert_eq!(lru.held_bytes(), 0);
    }

    #[test]
    fn what_is_larger_than_the_limit_is_not_held() {
        let mut lru = three();
        assert_eq!(lru.put(9, 'z', 10_000).len(), 4);
        assert_eq!(lru.get(&9), None);
    }

    #[test]
    fn places_are_used_again() {
        let mut lru = three();
        for round in 0..100_u8 {
            lru.put(round, 'x', EACH);
            lru.remove_where(|key| key % 2 == 0);
        }
        assert!(lru.nodes.len() <= 5, "{} nodes", lru.nodes.len());
    }
}
