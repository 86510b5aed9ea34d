import gc

from colead.kit.loaded import load_pages


def test_garbage_is_not_looked_for_among_what_is_loaded() -> None:
    before = len(gc.get_objects())
    try:
        load_pages()
        assert len(gc.get_objects()) < before / 10
    finally:
        gc.unfreeze()
