/* Writes down, in order, what a process does to the files below RECORD_BELOW: into the file RECORD_TO.

   Loaded with LD_PRELOAD before the C library, so that it sees what SQLite and Python really ask the system for.
   A record: one line of text (kind, number of the file, offset, length, name), then `length` bytes of data.
   Kinds: w write, t truncate (offset: the new size), s fsync of a file, d fsync of a folder, u unlink, r rename. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static int log_file = -1;
static char below[4096];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static ssize_t real_write(int fd, const void *data, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    return real(fd, data, size);
}

__attribute__((constructor)) static void begin(void) {
    const char *where = getenv("RECORD_BELOW"), *to = getenv("RECORD_TO");
    if (!where || !to || !realpath(where, below)) return;
    log_file = open(to, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int name_of(int fd, char *name) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, name, 4095);
    if (size < 0) return 0;
    name[size] = 0;
    return strncmp(name, below, strlen(below)) == 0;
}

static void put(const void *data, size_t size) {
    while (size) {
        ssize_t done = real_write(log_file, data, size);
        if (done <= 0) abort();
        data = (const char *)data + done;
        size -= (size_t)done;
    }
}

static void note(char kind, const char *name, long long offset, const void *data, size_t size) {
    char head[4300];
    int length = snprintf(head, sizeof head, "%c %lld %zu %s\n", kind, offset, size, name);
    pthread_mutex_lock(&lock);
    put(head, (size_t)length);
    if (size) put(data, size);
    pthread_mutex_unlock(&lock);
}

static int is_watched(int fd, char *name) {
    return log_file >= 0 && fd != log_file && name_of(fd, name);
}

static void note_write(int fd, long long offset, const void *data, ssize_t done) {
    char name[4096];
    int before = errno;
    if (done > 0 && is_watched(fd, name)) note('w', name, offset, data, (size_t)done);
    errno = before;
}

ssize_t write(int fd, const void *data, size_t size) {
    char name[4096];
    ssize_t done = real_write(fd, data, size);
    if (done > 0 && is_watched(fd, name)) note('w', name, lseek(fd, 0, SEEK_CUR) - done, data, (size_t)done);
    return done;
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) {
    REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
    ssize_t done = real(fd, data, size, offset);
    note_write(fd, offset, data, done);
    return done;
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    ssize_t done = real(fd, data, size, offset);
    note_write(fd, offset, data, done);
    return done;
}

static void note_on(int fd, char kind, long long offset, int result) {
    char name[4096];
    int before = errno;
    if (result == 0 && is_watched(fd, name)) note(kind, name, offset, NULL, 0);
    errno = before;
}

static char kind_of_sync(int fd) {
    struct stat found;
    return fstat(fd, &found) == 0 && S_ISDIR(found.st_mode) ? 'd' : 's';
}

int fsync(int fd) {
    REAL(int, "fsync", int);
    int done = real(fd);
    note_on(fd, kind_of_sync(fd), 0, done);
    return done;
}

int fdatasync(int fd) {
    REAL(int, "fdatasync", int);
    int done = real(fd);
    note_on(fd, kind_of_sync(fd), 0, done);
    return done;
}

int ftruncate(int fd, off_t size) {
    REAL(int, "ftruncate", int, off_t);
    int done = real(fd, size);
    note_on(fd, 't', size, done);
    return done;
}

int ftruncate64(int fd, off64_t size) {
    REAL(int, "ftruncate64", int, off64_t);
    int done = real(fd, size);
    note_on(fd, 't', size, done);
    return done;
}

static void note_path(char kind, const char *path, const char *to) {
    char name[4096], other[4096] = "";
    int before = errno;
    const char *last = strrchr(path, '/');
    if (log_file < 0 || !last || strncmp(path, below, strlen(below))) return;
    snprintf(name, sizeof name, "%s", path);
    if (to) snprintf(other, sizeof other, "%s", to);
    note(kind, name, 0, other, strlen(other));
    errno = before;
}

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    int done = real(path);
    if (done == 0) note_path('u', path, NULL);
    return done;
}

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    int done = real(from, to);
    if (done == 0) note_path('r', from, to);
    return done;
}
