def is_roundup(title: str, language: str) -> bool:
    return False
