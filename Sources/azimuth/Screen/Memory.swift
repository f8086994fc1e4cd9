import Allocator

/// Keeps the console small: it may run for weeks on a bastion that others need too.
enum Memory {
    /// Sets the allocator up, before any thread is started.
    ///
    /// One arena: documents are decoded by whichever thread is free, and each arena would keep its own leftovers. Large
    /// buffers come from the system and go back to it.
    static func tune() {
        _ = mallopt(M_ARENA_MAX, 1)
        _ = mallopt(M_MMAP_THRESHOLD, 65_536)
        _ = mallopt(M_TRIM_THRESHOLD, 131_072)
    }

    /// Gives back what documents left behind.
    static func trim() { _ = malloc_trim(0) }
}
