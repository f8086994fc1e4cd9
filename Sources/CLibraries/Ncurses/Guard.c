// Everything here that runs in a handler uses async-signal-safe calls and memory that was there before.
#define _GNU_SOURCE
#include "Ncurses.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { restore_capacity = 512, errors_capacity = 8192, forced_after = 3, forced_seconds = 5 };

static atomic_bool armed;
static int terminal_descriptor = -1;
static char restore_bytes[restore_capacity];
static size_t restore_count;
static struct termios shell_modes;

static int event_descriptor = -1;
static _Atomic uint64_t pending;
static atomic_int unanswered;

static int error_pipe = -1;
static int error_saved = -1;
static char errors[errors_capacity];
static size_t errors_start, errors_count;

static const int crashes[] = {SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGTRAP, SIGFPE};
enum { crash_count = sizeof crashes / sizeof *crashes };
static struct sigaction before_crash[crash_count];

static void write_all(int descriptor, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(descriptor, bytes, count);
        if (written > 0) {
            bytes += written;
            count -= (size_t)written;
        } else if (written == 0 || errno != EINTR) {
            return;
        }
    }
}

// --- giving the terminal back ---

void guard_arm(int descriptor, const char *bytes, size_t count, const struct termios *modes) {
    atomic_store(&armed, false);
    terminal_descriptor = descriptor;
    restore_count = count < restore_capacity ? count : restore_capacity;
    memcpy(restore_bytes, bytes, restore_count);
    shell_modes = *modes;
    atomic_store(&armed, true);
}

void guard_disarm(void) { atomic_store(&armed, false); }

void guard_restore(void) {
    if (!atomic_exchange(&armed, false)) return;
    // What is still queued may never be read; the terminal has to come back nevertheless.
    write_all(terminal_descriptor, restore_bytes, restore_count);
    tcsetattr(terminal_descriptor, TCSANOW, &shell_modes);
}

// --- standard error ---

static void keep(const char *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (errors_count < errors_capacity) {
            errors[(errors_start + errors_count++) % errors_capacity] = bytes[i];
        } else {
            errors[errors_start] = bytes[i];
            errors_start = (errors_start + 1) % errors_capacity;
        }
    }
}

int guard_capture_errors(void) {
    int ends[2];
    if (error_pipe >= 0 || !isatty(STDERR_FILENO) || pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) return -1;
    int saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (saved < 0 || dup2(ends[1], STDERR_FILENO) < 0) {
        if (saved >= 0) close(saved);
        close(ends[0]);
        close(ends[1]);
        return -1;
    }
    close(ends[1]);
    errors_start = errors_count = 0;
    error_pipe = ends[0];
    error_saved = saved;
    return error_pipe;
}

void guard_drain_errors(void) {
    char bytes[1024];
    ssize_t count;
    while (error_pipe >= 0 && (count = read(error_pipe, bytes, sizeof bytes)) > 0) keep(bytes, (size_t)count);
}

void guard_release_errors(void) {
    if (error_saved < 0) return;
    guard_drain_errors();
    dup2(error_saved, STDERR_FILENO);
    close(error_saved);
    close(error_pipe);
    error_saved = error_pipe = -1;
    size_t first = errors_capacity - errors_start;
    if (first > errors_count) first = errors_count;
    write_all(STDERR_FILENO, errors + errors_start, first);
    write_all(STDERR_FILENO, errors, errors_count - first);
    errors_start = errors_count = 0;
}

static void give_back(void) {
    guard_restore();
    guard_release_errors();
}

// --- events ---

int guard_event_descriptor(void) {
    static atomic_bool opened;
    if (!atomic_exchange(&opened, true)) event_descriptor = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    return event_descriptor;
}

void guard_wake(void) {
    uint64_t one = 1;
    ssize_t ignored = write(event_descriptor, &one, sizeof one);
    (void)ignored;
}

void guard_rest(void) {
    uint64_t count;
    ssize_t ignored = read(event_descriptor, &count, sizeof count);
    (void)ignored;
}

// --- signals ---

static void on_crash(int signal) {
    int error = errno;
    give_back();
    // Whoever handled it before (Swift's backtrace, or nobody) gets it as soon as this handler returns.
    for (int i = 0; i < crash_count; i++) {
        if (crashes[i] == signal) sigaction(signal, &before_crash[i], NULL);
    }
    raise(signal);
    errno = error;
}

// The loop does not take signals any more: it hangs, or waits for a terminal that does not read.
static void end_by_force(int signal) {
    if (terminal_descriptor >= 0) tcflush(terminal_descriptor, TCOFLUSH);
    give_back();
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigaction(signal, &action, NULL);
    raise(signal);
}

static void on_alarm(int signal) {
    int error = errno;
    (void)signal;
    if (atomic_load(&unanswered) > 0) {
        end_by_force(SIGTERM);
    }
    errno = error;
}

static void on_event(int signal) {
    int error = errno;
    atomic_fetch_or(&pending, UINT64_C(1) << signal);
    bool ends = signal == SIGTERM || signal == SIGHUP || signal == SIGINT || signal == SIGQUIT;
    if (ends) {
        if (atomic_fetch_add(&unanswered, 1) + 1 >= forced_after) end_by_force(signal);
        alarm(forced_seconds);
    }
    guard_wake();
    errno = error;
}

uint64_t guard_take_signals(void) {
    if (atomic_exchange(&unanswered, 0) > 0) alarm(0);
    return atomic_exchange(&pending, 0);
}

static void handle(int signal, void (*handler)(int), int flags, struct sigaction *before) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, before);
}

static bool is_ignored(int signal) {
    struct sigaction action;
    return sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

void guard_install(void) {
    static atomic_bool installed;
    if (atomic_exchange(&installed, true)) return;
    const int events[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT};
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        // What the parent ignores stays ignored: nohup, and shells without job control.
        bool kept = (events[i] == SIGHUP || events[i] == SIGTSTP) && is_ignored(events[i]);
        if (!kept) handle(events[i], on_event, SA_RESTART, NULL);
    }
    handle(SIGALRM, on_alarm, SA_RESTART, NULL);
    for (int i = 0; i < crash_count; i++) handle(crashes[i], on_crash, SA_ONSTACK, &before_crash[i]);
    atexit(give_back);
}

void guard_stop(void) {
    if (is_ignored(SIGTSTP)) return;
    struct sigaction before;
    handle(SIGTSTP, SIG_DFL, 0, &before);
    guard_rest();
    // SIGTSTP and not SIGSTOP: a group that nobody could continue is not stopped by it.
    kill(0, SIGTSTP);
    // Another thread may have taken the signal, so this one can get some way on: it waits for the handler of SIGCONT,
    // or for as long as a stop can take to arrive.
    struct pollfd continued = {.fd = event_descriptor, .events = POLLIN};
    poll(&continued, 1, 200);
    sigaction(SIGTSTP, &before, NULL);
}
